/** The document as a page to read: HTML alone, without a script, from this host alone. */
import type { Json, JsonObject } from '../foundation/index.ts';
import { escaped } from './html.ts';

/** Its own style, from this host; nothing else is loaded. */
export const DOCS_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const DOCS_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
nav a { margin-right: 1rem; }
article { border-top: 1px solid GrayText; padding: 0.5rem 0; }
h3 { margin: 0.5rem 0; font-size: 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
td, th { padding: 0.1rem 1rem 0.1rem 0; text-align: left; vertical-align: top; }
pre, code { font-family: ui-monospace, monospace; font-size: 0.875rem; }
pre { overflow-x: auto; white-space: pre-wrap; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
`;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-role'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Response>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
}
interface Content {
  readonly schema: Json;
  readonly example?: Json;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value?: Json }>>;
}
interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, Content>>;
}
interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** @param document as /openapi.json has it. @returns the page, whatever texts are in it */
export function docsPage(document: JsonObject): string {
  const { title, version } = document['info'] as { readonly title: string; readonly version: string };
  const { schemas } = document['components'] as { readonly schemas: JsonObject };
  const operations = operationsOf(document);
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const links = [...tags, 'schemas'].map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`);
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag)).map(article);
    return `<section id="${escaped(tag)}"><h2>${escaped(tag)}</h2>${own.join('')}</section>`;
  });
  const forms = Object.entries(schemas).map(([name, schema]) => {
    return `<article id="schema-${escaped(name)}"><h3>${escaped(name)}</h3>${details(schema ?? null)}</article>`;
  });
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${escaped(title)}: API</title><link rel="stylesheet" href="/api-docs.css"></head><body>`,
    `<h1>${escaped(title)}: API ${escaped(version)}</h1><p>As a document: <a href="/openapi.json">/openapi.json</a></p>`,
    `<nav aria-label="Parts">${links.join(' ')}</nav><main>${sections.join('')}`,
    `<section id="schemas"><h2>schemas</h2>${forms.join('')}</section></main></body></html>\n`,
  ].join('');
}

function operationsOf(document: JsonObject): readonly Placed[] {
  const paths = document['paths'] as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function article({ method, path, operation }: Placed): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const role = operation['x-role'];
  return [
    `<article id="${escaped(operationId)}"><h3><span class="method">${method}</span><code>${escaped(path)}</code></h3>`,
    `<p>${escaped(summary)}.${role === undefined ? '' : ` Role: ${escaped(role)}.`}</p>`,
    parameters.length === 0 ? '' : table(['Parameter', 'In', ''], parameters.map(parameterRow)),
    requestBody === undefined ? '' : `<h4>Body</h4>${Object.values(requestBody.content).map(contentText).join('')}`,
    table(['Status', '', ''], Object.entries(responses).map(responseRow)),
    '</article>',
  ].join('');
}

function parameterRow({ name, in: place, description = '' }: Parameter): readonly string[] {
  return [`<code>${escaped(name)}</code>`, escaped(place), escaped(description)];
}

function responseRow([status, { description, content = {} }]: readonly [string, Response]): readonly string[] {
  const types = Object.entries(content).map(([type, { schema, example }]) => {
    return `<code>${escaped(type)}</code> ${linkOf(schema)}${example === undefined ? '' : folded('Example', example)}`;
  });
  return [status, escaped(description).replaceAll('\n', '<br>'), types.join('<br>')];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((one) => `<th scope="col">${one}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function contentText({ schema, examples = {} }: Content): string {
  const shownOnes = Object.values(examples).map(({ summary = '', value = null }) => {
    return `<p>${escaped(summary)}</p><pre>${escaped(JSON.stringify(value, null, 2))}</pre>`;
  });
  const description = (schema as { readonly description?: string } | null)?.description;
  const form = description === undefined ? '' : `<pre>${escaped(description)}</pre>`;
  return `${shownOnes.length > 0 ? shownOnes.join('') : form}${details(schema)}`;
}

function details(schema: Json): string {
  return folded('JSON Schema', schema);
}

function folded(summary: string, value: Json): string {
  return `<details><summary>${summary}</summary><pre>${escaped(JSON.stringify(value, null, 2))}</pre></details>`;
}

/** To the first named schema in it. */
function linkOf(schema: Json): string {
  const name = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(schema))?.[1];
  return name === undefined ? '' : `<a href="#schema-${name}">${name}</a>`;
}
