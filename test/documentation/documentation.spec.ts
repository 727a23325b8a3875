/** What the pages say, held against the program: manifests, commands, TypeScript, requests, codes. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import ts from 'typescript';
import { createProgram } from '../../src/cli/cli.ts';
import { DIAGNOSTIC_CODES, ERROR_CODES } from '../../src/foundation/index.ts';
import { loadManifestText } from '../../src/manifest/index.ts';
import { Shop } from '../example/shop.ts';
import { ENGINES } from '../support/engines.ts';
import { type Block, blocksOf, commandsOf, pages, textOf, wordsOf } from './blocks.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const PAGES = pages();
const BLOCKS = PAGES.flatMap(blocksOf);
const of = (...languages: readonly string[]): Block[] => BLOCKS.filter(({ language }) => languages.includes(language));

describe('the pages: manifests', () => {
  for (const { place, text, notes } of of('yaml').filter(({ notes }) => !notes.split(' ').includes('other'))) {
    it(`${place} is taken by the loader`, async () => {
      const whole = /^version:/m.test(text) && /^tasks:/m.test(text);
      const manifest = /^version:/m.test(text) ? text : `version: 1\n${text}`;
      const secrets = {
        SKEP_SESSION_SECRET: 'c'.repeat(32),
        SKEP_OIDC_SECRET: 'd'.repeat(32),
        SKEP_KEY_K1: '1'.repeat(64),
        ALERT_URL: 'https://alerts.example/skep',
        ALERT_SECRET: 'secret',
        SMTP_PASSWORD: 'secret',
      };
      const env = { SKEP_OPS_TOKEN: 'a'.repeat(32), SKEP_VIEW_TOKEN: 'b'.repeat(32), ...secrets };
      const result = await loadManifestText(manifest, { env, file: path.join(ROOT, 'jobs.yaml') });
      const told = (result.ok ? result.warnings : result.diagnostics).filter(
        ({ code }) => whole || !code.startsWith('REF_'),
      );
      assert.deepEqual(
        told.map(({ code, line, message }) => `${code} line ${line}: ${message}`),
        [],
        notes,
      );
    });
  }

  it('are many', () => assert.ok(of('yaml').length > 20));
});

describe('the pages: commands', () => {
  const program = createProgram({ code: undefined });
  const inBlocks = BLOCKS.filter(({ language }) => ['', 'sh'].includes(language)).flatMap(({ place, text }) =>
    commandsOf(text).map((command) => ({ place, command })),
  );
  const inline = PAGES.flatMap((page) =>
    [
      ...textOf(page)
        .replaceAll(/^ *```[^]*?^ *```/gm, '')
        .matchAll(/`((?:npx )?skep [^`]+)`/g),
    ].map(([, command = '']) => ({
      place: page,
      command: command.replaceAll(/\s+/g, ' '),
    })),
  );
  const lines = [...inBlocks, ...inline]
    .map(({ place, command }) => ({
      place,
      // What other programs are given to do is theirs.
      command: command
        .replace(/^([A-Z_]+=\S* )+/, '')
        .replace(/^npx /, '')
        .replace(/ (?:\| \w|> \/).*$/, ''),
    }))
    .filter(({ command }) => /^skep [a-z-]/.test(command) && !/…|\bCOMMAND\b|=…/.test(command));

  for (const { place, command } of lines) {
    it(`${place}: ${command}`, () => {
      assert.equal(misuse(program, wordsOf(command.replaceAll(/[[\]]/g, '')).slice(1)), undefined);
    });
  }

  it('are many', () => assert.ok(lines.length > 40, `${lines.length}`));
});

/** @returns what the program would say of such arguments */
function misuse(program: Command, words: readonly string[]): string | undefined {
  let command = program;
  let rest = [...words];
  for (let next = named(command, rest[0]); next; next = named(command, rest[0])) {
    command = next;
    rest = rest.slice(1);
  }
  if (command === program && !rest[0]?.startsWith('-')) return `no command ${rest[0]}`;
  const flags = [...command.options, ...program.options, ...(command.parent?.options ?? [])];
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  for (const word of options.filter((one) => /^--?[a-z]/i.test(one))) {
    const name = word.split('=')[0];
    if (name !== '--help' && !flags.some(({ long, short }) => long === name || short === name))
      return `no option ${name}`;
  }
  // `skep jobs` speaks of all its commands.
  const verbs = command.commands.some((verb) => verb.name() !== 'help');
  const { operands } = command.parseOptions(rest);
  const most = command.registeredArguments.some(({ variadic }) => variadic)
    ? Infinity
    : command.registeredArguments.length;
  return verbs || operands.length <= most ? undefined : `too many arguments: ${operands.join(' ')}`;
}

function named(command: Command, word: string | undefined): Command | undefined {
  return command.commands.find((one) => one.name() === word || one.aliases().includes(word ?? ''));
}

describe('the pages: TypeScript', () => {
  /** Names that the text around a piece speaks of, and parameters whose types it leaves out. */
  const AROUND = new Set([2304, 2552, 7006, 7031]);
  const pieces = of('ts').map(({ place, text }, index) => ({
    ...{ place, text },
    file: path.join(ROOT, `test/documentation/a-piece-${index}.ts`),
  }));
  let program: ts.Program;
  // All in one program: each of them alone would read everything that they import once more.
  before(() => (program = compiled()));

  for (const { place, file } of pieces) it(`${place} compiles`, () => assert.deepEqual(complaints(file), []));

  function compiled(): ts.Program {
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      // What a piece declares is its own, also where it imports nothing.
      moduleDetection: ts.ModuleDetectionKind.Force,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      types: ['node'],
      paths: { skep: [path.join(ROOT, 'src/index.ts')], 'skep/client': [path.join(ROOT, 'src/client.ts')] },
    };
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    const texts = new Map(pieces.map(({ file, text }) => [file, withKnown(text)]));
    host.getSourceFile = (name, languageVersion, ...more) => {
      const text = texts.get(name);
      return text === undefined
        ? read(name, languageVersion, ...more)
        : ts.createSourceFile(name, text, languageVersion);
    };
    return ts.createProgram([...texts.keys()], options, host);
  }

  function withKnown(text: string): string {
    const known = text.includes('HandlerContext') && !text.includes('import');
    return known ? `import type { HandlerContext } from 'skep';\n${text}` : text;
  }

  function complaints(file: string): string[] {
    const found = [
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
    ];
    return found
      .filter(({ code }) => !AROUND.has(code))
      .map(({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  }
});

describe('the pages: requests', () => {
  const requests = BLOCKS.filter(({ place }) => !place.startsWith('docs/first-project.md')).flatMap(({ place, text }) =>
    commandsOf(text)
      .filter((line) => line.startsWith('curl '))
      .map((line) => ({ place, line })),
  );
  let shop: Shop;
  before(async () => {
    const [harness] = ENGINES;
    assert.ok(harness);
    shop = await Shop.open(harness);
    await shop.start();
  });
  after(() => shop.close());

  for (const { place, line } of requests) {
    it(`${place}: ${line}`, async () => {
      const { method, target, body } = requestOf(line);
      const { pathname, search } = new URL(target);
      // Ids in the pages are cut short: a real one takes their place.
      const id = await shop.enqueue('emails.send', { to: 'ann@example.com', subject: 'Hello' });
      const route = `${pathname.replace(/019a%E2%80%A6|019a…/, id)}${search}`;
      const streams = line.startsWith('curl -N ');
      const status = streams ? await shop.streams(route) : (await shop.call(method, route, body)).status;
      assert.ok(status < 300, `${status}`);
    });
  }

  it('are there', () => assert.ok(requests.length > 0));
});

function requestOf(line: string): { readonly method: string; readonly target: string; readonly body: unknown } {
  const words = wordsOf(line);
  const after = (flag: string): string | undefined => words[words.indexOf(flag) + 1 || words.length];
  const data = after('-d');
  return {
    method: after('-X') ?? (data === undefined ? 'GET' : 'POST'),
    target: words.find((word) => word.startsWith('http')) ?? '',
    body: data === undefined ? undefined : JSON.parse(data),
  };
}

describe('the pages: names', () => {
  it('speak of no code that is in no table', () => {
    const known = new Set<string>([...Object.keys(ERROR_CODES), ...Object.keys(DIAGNOSTIC_CODES)]);
    const elsewhere = /^(SKEP|OTEL|REDIS|NO|NODE|FORCE|CI|SHOP)_/;
    const unknown = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)]
        .map(([, code = '']) => code)
        .filter((code) => !elsewhere.test(code) && !known.has(code))
        .map((code) => `${page}: ${code}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('install the package by the name that npm pack gives it', () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const installs = of('', 'sh').flatMap(({ place, text }) =>
      commandsOf(text)
        .filter((command) => /^(npm install|cp) .*skep/.test(command))
        .map((command) => ({ place, command })),
    );
    const wrong = installs.filter(({ command }) => !command.includes(`/skep-${version}.tgz`));
    assert.deepEqual(wrong, []);
    assert.ok(installs.length > 5);
  });

  it('link to pages and headings that are there', () => {
    const broken = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([, link = '', anchor]) => {
        const target = link === '' ? page : path.posix.join(path.posix.dirname(page), link);
        if (anchor === undefined) return existsSync(path.join(ROOT, target)) ? [] : [`${page}: ${link}`];
        return PAGES.includes(target) && anchorsOf(target).has(anchor) ? [] : [`${page}: ${link}#${anchor}`];
      }),
    );
    assert.deepEqual(broken, []);
  });

  it('have the notes on performance as they are written, which a bench puts there', () => {
    assert.ok(textOf('docs/performance.md').endsWith(textOf('bench/performance-notes.md')));
  });

  it('name files of the source that are there', () => {
    const gone = [...PAGES, 'CONTRIBUTING.md'].flatMap((page) =>
      [
        ...textOf(page).matchAll(
          /(?<![\w/.-])(?:src\/)?(?:core|engines?|manifest|runtime|platform|telemetry)\/[a-z/-]+\.ts\b/g,
        ),
      ]
        .map(([name]) => (name.startsWith('src/') ? name : `src/${name}`))
        .filter((name) => !existsSync(path.join(ROOT, name)))
        .map((name) => `${page}: ${name}`),
    );
    assert.deepEqual(gone, []);
  });

  it('are all on the map', () => {
    const map = new Set(
      [...textOf('docs/README.md').matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, page]) => `docs/${page}`),
    );
    assert.deepEqual(
      PAGES.filter((page) => /^docs\/[a-z-]+\.md$/.test(page) && !map.has(page)),
      [],
    );
  });
});

/** As GitHub makes them of headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
