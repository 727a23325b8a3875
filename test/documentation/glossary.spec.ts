/** The words of the contract's names stand in the glossary: whoever meets one there can look it up. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
const CONTRACT = path.join(ROOT, 'src/engine');
/** Words of English that mean in names what they mean anywhere. */
const PLAIN = new Set('of in new ids info result counts listed part under way change loop run'.split(' '));
/** Not of the contract, but of the loop behind it. */
const OWN = new Set(['Waiters', 'ObservedConsumption', 'ExpiredInPassing']);

function exportedNouns(): readonly string[] {
  const texts = readdirSync(CONTRACT).map((file) => readFileSync(path.join(CONTRACT, file), 'utf8'));
  return texts.flatMap((text) =>
    [...text.matchAll(/^export (?:interface|class|type) (\w+)/gm)].map((match) => match[1] ?? ''),
  );
}

/** `RescuedJob` → rescu, job: as far as forms of one word are alike. */
function stemsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && !PLAIN.has(word))
    .map((word) => word.replace(/ments?$/, '').replace(/(ations?|ings?|ies|ers?|ed|es|s|e|y)$/, ''));
}

describe('the glossary', () => {
  const page = readFileSync(path.join(ROOT, 'docs/glossary.md'), 'utf8');
  const known = new Set([...page.matchAll(/\*\*([^*]+)\*\*/g)].flatMap((match) => stemsOf(match[1] ?? '')));

  it('has each word of what the contract exports', () => {
    const missing = exportedNouns()
      .filter((noun) => !OWN.has(noun))
      .flatMap((noun) =>
        stemsOf(noun)
          .filter((stem) => !known.has(stem))
          .map((stem) => `${stem} of ${noun}`),
      );
    assert.deepEqual(missing, []);
  });
});
