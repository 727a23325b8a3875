import { maskSecrets, redactUrl } from '../../../src/manifest/redact.ts';
import { loadManifestText } from '../../../src/manifest/index.ts';
import { matchesTask } from '../../../src/core/index.ts';
import { assertLinear } from '../../support/growth.ts';

const HEAD = 'version: 1\nname: a\nengine: { type: sqlite, path: a.db }\ntasks:\n  t: ./t.ts\n';

/** A manifest of about that many characters around a text that is repeated. */
type Make = (many: (unit: string) => string) => string;

/** Each is wrong somewhere, so that lines are shown, and ends in what nobody expects. */
const MANIFESTS: Readonly<Record<string, Make>> = {
  'a comment': (many) => `${HEAD}# ${many('a')}\nbad: 1\n`,
  'a comment of schemes': (many) => `${HEAD}# ${many('a://b')}\nbad: 1\n`,
  'a long value': (many) => `${HEAD}bad: "${many('a')}"\n`,
  'an unknown key': (many) => `${HEAD}${many('a')}: 1\n`,
  schemes: (many) => `${HEAD}bad: "${many('://')}"\n`,
  credentials: (many) => `${HEAD}bad: "${many('a://@')}"\n`,
  secrets: (many) => `${HEAD}bad: "${many('secret: ')}"\n`,
  'a secret and spaces': (many) => `${HEAD}secret:${many(' ')}x\n`,
  'comments with carriage returns': (many) => `${many('# a\r\n')}${HEAD}bad: "1"\n`,
  directives: (many) => `${many('%A\n')}${HEAD}`,
  spaces: (many) => `${HEAD}a: "x"${many(' ')}y\n`,
  references: (many) => `${HEAD}a: "${many('${')}"\n`,
  'references with defaults': (many) => `${HEAD}a: "${many('${A:-')}}"\n`,
  'hashes in a handler': (many) => `${HEAD}  u: ./${many('#')}\n`,
  'hyphens in a name': (many) => `${HEAD}  "${many('-')}x": ./a.ts\n`,
  'an engine of colons': (many) =>
    HEAD.replace('engine: { type: sqlite, path: a.db }', `engine: "redis://${many(':@')}"`),
  'an engine of letters': (many) =>
    HEAD.replace('engine: { type: sqlite, path: a.db }', `engine: "redis+sentinel://${many('a')}"`),
  'a tag': (many) => `${HEAD}a: !<${many('a')}\n`,
  'a pattern of brackets': (many) => `${HEAD}  u: { handler: ./t.ts, input: { pattern: "${many('[')}" } }\n`,
  'a pattern of groups': (many) => `${HEAD}  u: { handler: ./t.ts, input: { pattern: "${many('(a')}" } }\n`,
  'a cron of commas': (many) => `${HEAD}schedules:\n  s: { task: t, cron: "${many('*,')} * * * *" }\n`,
  'a zone': (many) => `${HEAD}schedules:\n  s: { task: t, cron: "* * * * *", timezone: "${many('a/')}!" }\n`,
  'an error name': (many) => `${HEAD}  u: { handler: ./t.ts, retry: { deadOn: ["${many('a')}"] } }\n`,
};

const repeated = (make: Make) => (size: number) => make((unit) => unit.repeat(size / unit.length));

describe('what a manifest says', () => {
  for (const [name, make] of Object.entries(MANIFESTS)) {
    it(`is read in time that grows with it: ${name}`, async () => {
      let loads = 0;
      // Under another name each time: a text that was read last is not parsed again.
      const load = (text: string): Promise<unknown> =>
        loadManifestText(text, { env: {}, file: `/nowhere/${(loads += 1)}.yaml` });
      // Both sizes are read by the fast reader first: from one reader to the other is a step, not growth.
      await assertLinear(load, repeated(make), 40_000);
    });
  }

  for (const [name, make] of Object.entries(MANIFESTS)) {
    it(`is shown without its secrets in time that grows with it: ${name}`, async () => {
      await assertLinear(maskSecrets, repeated(make), 30_000);
      await assertLinear(redactUrl, repeated(make), 30_000);
    });
  }

  it('routes tasks in time that grows with the name, however many stars there are', async () => {
    for (const pattern of ['*a*a*a*a*a*a*a*b', '{a,aa}*{a,aa}*{a,aa}*b', '*?*?*?*?*b']) {
      await assertLinear(
        (name: string) => matchesTask(pattern, name),
        (size) => 'a'.repeat(size),
        5_000,
      );
    }
  });
});
