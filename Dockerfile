# syntax=docker/dockerfile:1

# ── build: compiles TypeScript; nothing of it but dist/ reaches the image that runs
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts ./scripts
COPY schemas ./schemas
COPY src ./src
RUN npm run build

# ── dependencies that run
FROM node:20-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json ./
# nodemailer, by which alerts and the example send mails, is an optional dependency
RUN npm ci --omit=dev

# ── the image
FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY schemas ./schemas
COPY jobs.yaml ./
COPY handlers ./handlers
RUN mkdir -p var && chown node:node var && ln -s /app/dist/cli/main.js /usr/local/bin/skep
USER node
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The exec form makes node process 1, so that SIGTERM (drain) and SIGHUP (reload) reach it.
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["run", "--host", "0.0.0.0"]
