import { Composer, type CST, type Document, Parser, YAMLParseError } from 'yaml';

import { isBottomless } from './nesting.ts';

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  strict: true,
  // The library compares each key with each other one, which costs two seconds for 10 000 tasks; data.ts finds
  // duplicates with a set.
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
} as const;

/**
 * More than are shown. The library tells of every character that it cannot place, at 60 µs each: a file of 2 MB kept a
 * live process busy for a minute.
 */
const MAX_ERRORS = 100;

/** What a Composer calls for each problem inside of a document. */
type OnError = (place: unknown, code: string, message: string, warning?: boolean) => void;

/** The types call them private, but the library offers no other way to end early. */
interface ComposerParts {
  onError: OnError;
  readonly errors: YAMLParseError[];
}

class EnoughErrors extends Error {}

/**
 * The text as a YAML 1.2 core document with all its nodes and positions. Problems are in `errors` and `warnings`; where
 * there are very many, the first ones, and the document is not whole. Of text that the library does not bear it has nothing:
 * whoever shows a line of it asks for the document too.
 */
export function parseYamlText(text: string): Document.Parsed {
  if (isBottomless(text)) return emptyDocument(text);
  const composer = new Composer(OPTIONS);
  const parts = composer as unknown as ComposerParts;
  const note = parts.onError;
  let noted = 0;
  parts.onError = (...problem) => {
    note(...problem);
    noted += 1;
    if (noted > MAX_ERRORS) throw new EnoughErrors();
  };
  try {
    return firstOf(composer.compose(bounded(new Parser().parse(text)), true, text.length));
  } catch (error) {
    if (!(error instanceof EnoughErrors)) throw error;
    const broken = emptyDocument(text);
    broken.errors.push(...parts.errors);
    return broken;
  }
}

function emptyDocument(text: string): Document.Parsed {
  return firstOf(new Composer(OPTIONS).compose([], true, text.length));
}

/** Ends after MAX_ERRORS texts that belong to nothing. */
function* bounded(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    yield token;
    if (token.type === 'error' && (errors += 1) > MAX_ERRORS) return;
  }
}

function firstOf(documents: Iterable<Document.Parsed>): Document.Parsed {
  let first: Document.Parsed | undefined;
  for (const one of documents) {
    if (first !== undefined) {
      const [start, end] = one.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'a second document'));
      break;
    }
    first = one;
  }
  if (first === undefined) throw new Error('the YAML library gave no document');
  return first;
}
