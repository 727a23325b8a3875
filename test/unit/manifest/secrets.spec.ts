/** No diagnostic shows what stands at a key that the schema marks `x-secret`, whatever is wrong, and however it is written. */
import assert from 'node:assert/strict';

import { loadManifestText } from '../../../src/manifest/index.ts';
import { maskSecrets } from '../../../src/manifest/redact.ts';
import { manifestSchema } from '../../../src/manifest/source.generated.ts';

const CANARY = 'canary-5f1c';
const NUMBER = '12345678901234567890123';

/** By definition and key: a manifest with a secret there, and with more of its line behind it. */
const PLACES: Readonly<Record<string, (secret: string, more: string) => string>> = {
  'webhookHook.webhook': (secret, more) => task(`on: { success: { webhook: ${secret}${more} } }`),
  'webhookHook.secret': (secret, more) =>
    task(`on: { failure: [{ webhook: "https://a.example", secret: ${secret}${more} }] }`),
  'webhookHook.headers': (secret, more) =>
    task(`on: { retry: { webhook: "https://a.example", headers: { x-api-key: ${secret}${more} } } }`),
  'alertEmail.smtp': (secret, more) =>
    `alerts: { late: { when: { depth: 1 }, to: [{ email: a@b.example, smtp: ${secret}${more} }] } }`,
  'broker.url': (secret, more) => `brokers: { shop: { url: ${secret}${more} } }`,
  'publish.headers': (secret, more) => task(`publish: { exchange: e, headers: { a: ${secret}${more} } }`),
  'request.headers': (secret, more) =>
    `bases: { b: { request: { url: "https://a.example", headers: { cookie: ${secret}${more} } } } }`,
  'sign.secret': (secret, more) =>
    `tasks: { t: { request: { url: "https://a.example", sign: { secret: ${secret}${more} } } } }`,
  'resource.config': (secret, more) =>
    `resources: { r: { module: ./r.ts, config: { deep: [{ "pass phrase": ${secret}${more} }] } } }`,
  'encryption.keys': (secret, more) => `encryption: { use: k1, keys: { k1: ${secret}${more} } }`,
  'session.secret': (secret, more) => `admin: { session: { secret: ${secret}${more} } }`,
  'oidc.clientSecret': (secret, more) => `admin: { oidc: { clientId: skep, clientSecret: ${secret}${more} } }`,
  'token.secret': (secret, more) => `admin: { tokens: [{ name: ops, role: admin, secret: ${secret}${more} }] }`,
};

function task(rest: string): string {
  return `tasks: { t: { handler: ./t.ts, ${rest} } }`;
}

/** A secret as it may be written, and what is wrong around it. */
const WRITTEN: Readonly<Record<string, (place: (secret: string, more: string) => string) => string>> = {
  'with an unknown key in its line': (place) => place(`"${CANARY}"`, ', unknown: 1'),
  'as text without quotes': (place) => place(CANARY, ', unknown: 1'),
  'beside a part from the environment': (place) => place(`"${CANARY}\${WORD}${CANARY}"`, ', unknown: 1'),
  'as a default': (place) => place(`"\${NONE:-${CANARY}}"`, ', unknown: 1'),
  'with a variable that is not set': (place) => place(`"${CANARY}\${NONE}"`, ''),
  'as a list': (place) => place(`[${CANARY}, { a: ${CANARY} }]`, ', unknown: 1'),
  'through an alias': (place) => `x-secrets: { unknown: 1, a: &s ${CANARY} }\n${place('*s', '')}`,
  'in a file that is no YAML': (place) => `${place(`"${CANARY}"`, ', b: "c')}\n`,
  'with an end that is missing': (place) => place(`"${CANARY}"`, ', b: @c').replace(/\}+\s*$/, ''),
  'with a star before it': (place) => place(`*${CANARY}`, ''),
  'with a reserved sign before it': (place) => place(`@${CANARY}`, ''),
  'as a number': (place) => place(NUMBER, ''),
  'with a tag': (place) => place(`!secret ${CANARY}`, ''),
};

describe('secrets of a manifest', () => {
  it('stand at the keys that are tried here', () => {
    const marked = Object.entries(manifestSchema.$defs).flatMap(([definition, node]) =>
      Object.entries('properties' in node ? node.properties : {}).flatMap(([key, property]) =>
        'x-secret' in property ? [`${definition}.${key}`] : [],
      ),
    );
    assert.deepEqual(marked.toSorted(), Object.keys(PLACES).toSorted());
  });

  for (const [name, place] of Object.entries(PLACES)) {
    for (const [manner, written] of Object.entries(WRITTEN)) {
      it(`${name}, ${manner}, is not shown`, async () => {
        const text = `version: 1\n${written(place)}\nnonsense: 1\n`;
        const env = { WORD: CANARY };
        const result = await loadManifestText(text, {
          file: '/nowhere/jobs.yaml',
          cwd: '/nowhere',
          env,
        });
        assert.ok(!result.ok);
        assert.ok(result.diagnostics.length > 0);
        const shown = JSON.stringify(result.diagnostics);
        assert.ok(!shown.includes('canary') && !shown.includes(NUMBER.slice(0, 9)), shown);
      });
    }
  }

  it('stand in lines of which the rest is shown, column by column', async () => {
    const text = 'version: 1\nencryption: { keys: { k1: short, k2: "${KEY:-abc} x" }, use: k1, wrong: yes }\n';
    const options = { file: '/nowhere/jobs.yaml', cwd: '/nowhere', env: {} };
    const result = await loadManifestText(text, options);
    assert.ok(!result.ok);
    const source = 'encryption: { keys: { k1: *****, k2: *${KEY:-***}*** }, use: k1, wrong: yes }';
    assert.ok(
      result.diagnostics.every((diagnostic) => diagnostic.source === source),
      JSON.stringify(result.diagnostics),
    );
  });

  it('that look like keys are covered where nothing is known of their place', () => {
    const hex = '00ff'.repeat(16);
    const base64 = Buffer.from(hex, 'hex').toString('base64');
    for (const key of [hex, base64, base64.replace('=', '')]) {
      assert.equal(maskSecrets(`k1: ${key}, use: k1`), `k1: ${'*'.repeat(key.length)}, use: k1`);
    }
  });
});
