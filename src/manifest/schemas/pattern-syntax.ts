/**
 * A regular expression of JavaScript (flag `u`) in the syntax of RE2, with the very same meaning. Only whether it
 * matches is asked, so groups capture nothing and lazy repetition is the same as greedy.
 */

export interface Translated {
  /** In RE2's syntax. */
  readonly source: string;
  /** Whether V8 needs linear time at most: nothing is repeated but in one place, and no start is tried twice. */
  readonly simple: boolean;
}

/** What RE2 cannot do in linear time, or at all. The message says what, as in "uses look-ahead". */
export class NotLinear extends Error {}

/** RE2 takes counts up to this. */
const MAX_COUNT = 1_000;
/** For V8 to match it: more ways than 2^4, or this many steps at every start, are left to the automaton. */
const MAX_CHOICES = 4;
const MAX_SIMPLE_COUNT = 32;
const HEX = /[0-9A-Fa-f]+/;
/** All that `\s` is in JavaScript (ECMA-262, WhiteSpace and LineTerminator); RE2's knows ASCII only. */
const SPACES = '\\t-\\r\\x20\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NO_SPACES =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
/**
 * The start of the text, said so that re2js does not see it: behind a plain `\A` it takes its one-pass matcher, which
 * looks through all ranges of a class at each character, 10 times slower than the automaton (measured with `\p{L}`).
 */
const START = '(?:\\A|\\z\\A)';
const ANYTHING = '[\\x{0}-\\x{10ffff}]';
const NOTHING = '[^\\x{0}-\\x{10ffff}]';
const ANY_BUT_LINE_END = '[^\\n\\r\\x{2028}\\x{2029}]';
const CONTROLS: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', v: '\\v', f: '\\f', r: '\\r', 0: '\\x{0}' };

/**
 * @param source one that `new RegExp(source, 'u')` takes
 * @throws NotLinear for look-around, back-references and counts beyond what RE2 takes
 */
export function translate(source: string): Translated {
  return new Translator(source).translate();
}

class Translator {
  readonly #source: string;
  #at = 0;
  #out = '';
  /** Repetitions of one part; each more multiplies the ways that a backtracking engine tries by the text's length. */
  #repeats = 0;
  /** `|` and `?`; each may double the ways. */
  #choices = 0;
  #nested = false;
  #topChoice = false;
  /** Of each open group: where it begins in the output, and repetitions and choices before it. */
  readonly #open: { readonly start: number; readonly inside: number }[] = [];
  /** Where the last atom begins in the output, and what is inside of it. */
  #atom = { start: 0, inside: 0 };

  constructor(source: string) {
    this.#source = source;
  }

  translate(): Translated {
    while (this.#at < this.#source.length) this.#step(this.#take());
    const anchored = this.#source.startsWith('^') && !this.#topChoice;
    const simple = !this.#nested && this.#choices <= MAX_CHOICES && this.#repeats <= (anchored ? 1 : 0);
    return { source: this.#out, simple };
  }

  /** The next code point, as flag `u` reads it. */
  #take(): string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** What stands before the end mark, which is taken as well. */
  #until(mark: string): string {
    const end = this.#source.indexOf(mark, this.#at);
    const text = this.#source.slice(this.#at, end);
    this.#at = end + mark.length;
    return text;
  }

  #step(character: string): void {
    if (character === '(') this.#openGroup();
    else if (character === ')') this.#closeGroup();
    else if (character === '|') this.#choice();
    else if ('*+?{'.includes(character)) this.#repeat(character);
    else if (character === '^') this.#out += START;
    else if (character === '$') this.#out += '\\z';
    else if (character === '\\') this.#escape();
    else if (character === '[') this.#addAtom(this.#class());
    else this.#addAtom(character === '.' ? ANY_BUT_LINE_END : literal(character));
  }

  #addAtom(text: string): void {
    this.#atom = { start: this.#out.length, inside: this.#repeats + this.#choices };
    this.#out += text;
  }

  #openGroup(): void {
    if (this.#takes('?=') || this.#takes('?!')) throw new NotLinear('uses look-ahead');
    if (this.#takes('?<=') || this.#takes('?<!')) throw new NotLinear('uses look-behind');
    if (this.#takes('?<')) this.#until('>');
    else if (this.#source.startsWith('?', this.#at) && !this.#takes('?:')) throw new NotLinear('uses flags of a group');
    this.#open.push({ start: this.#out.length, inside: this.#repeats + this.#choices });
    this.#out += '(?:';
  }

  #closeGroup(): void {
    this.#atom = this.#open.pop() ?? this.#atom;
    this.#out += ')';
  }

  #choice(): void {
    this.#choices += 1;
    this.#topChoice ||= this.#open.length === 0;
    this.#out += '|';
  }

  #repeat(sign: string): void {
    const [least, most] = sign === '{' ? this.#counts() : sign === '?' ? [0, 1] : [sign === '+' ? 1 : 0, undefined];
    this.#takes('?');
    if (most === 1) this.#choices += 1;
    else {
      this.#nested ||= this.#repeats + this.#choices > this.#atom.inside;
      this.#repeats += least === most && least <= MAX_SIMPLE_COUNT ? 0 : 1;
    }
    const atom = this.#out.slice(this.#atom.start);
    this.#out = this.#out.slice(0, this.#atom.start) + repeated(atom, least, most);
  }

  #counts(): [least: number, most: number | undefined] {
    const [least = '', most] = this.#until('}').split(',');
    return [Number(least), most === undefined ? Number(least) : most === '' ? undefined : Number(most)];
  }

  #escape(): void {
    const sign = this.#source.charAt(this.#at);
    if (/[1-9k]/.test(sign)) throw new NotLinear('uses a back-reference');
    if (sign === 'b' || sign === 'B') {
      this.#at += 1;
      this.#out += `\\${sign}`;
    } else {
      const member = this.#member();
      this.#addAtom(member.isSet ? `[${member.text}]` : member.text);
    }
  }

  #class(): string {
    const negated = this.#takes('^');
    if (this.#takes(']')) return negated ? ANYTHING : NOTHING;
    let members = '';
    while (!this.#takes(']')) {
      members += this.#classMember();
      // At the end of a class a hyphen is itself.
      if (this.#source.startsWith('-', this.#at) && this.#source[this.#at + 1] !== ']') {
        this.#at += 1;
        members += `-${this.#classMember()}`;
      }
    }
    return `[${negated ? '^' : ''}${members}]`;
  }

  #classMember(): string {
    const character = this.#take();
    if (character !== '\\') return literal(character);
    return this.#takes('b') ? '\\x{8}' : this.#member().text;
  }

  /** What follows a backslash, as it stands in a class. */
  #member(): { readonly text: string; readonly isSet: boolean } {
    const sign = this.#take();
    if (sign === 's' || sign === 'S') return { text: sign === 's' ? SPACES : NO_SPACES, isSet: true };
    if ('dDwW'.includes(sign)) return { text: `\\${sign}`, isSet: true };
    if (sign === 'p' || sign === 'P') return { text: this.#property(sign), isSet: true };
    const control = CONTROLS[sign];
    if (control !== undefined) return { text: control, isSet: false };
    if (sign === 'c') return { text: point(this.#take().charCodeAt(0) % 32), isSet: false };
    return { text: 'xu'.includes(sign) ? point(this.#code(sign)) : literal(sign), isSet: false };
  }

  #property(sign: string): string {
    this.#takes('{');
    return propertyRanges(`\\${sign}{${this.#until('}')}}`);
  }

  #code(sign: string): number {
    if (this.#takes('{')) return Number.parseInt(this.#until('}'), 16);
    const first = this.#hex(sign === 'x' ? 2 : 4);
    const low =
      first >= 0xd800 && first < 0xdc00 && /^\\u[dD][c-fC-F]/.test(this.#source.slice(this.#at, this.#at + 4));
    if (!low) return first;
    this.#at += 2;
    return 0x10000 + (first - 0xd800) * 0x400 + (this.#hex(4) - 0xdc00);
  }

  #hex(digits: number): number {
    const text = HEX.exec(this.#source.slice(this.#at, this.#at + digits))?.[0] ?? '';
    this.#at += digits;
    return Number.parseInt(text, 16);
  }
}

function literal(character: string): string {
  return /^[A-Za-z0-9]$/.test(character) ? character : point(character.codePointAt(0) ?? 0);
}

function point(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

/** RE2 counts to a thousand; `a{1,2500}` is `a{1,1000}a{0,1000}a{0,500}`. */
function repeated(atom: string, least: number, most: number | undefined): string {
  if (Math.max(least, most ?? 0) > 10 * MAX_COUNT) throw new NotLinear(`counts beyond ${10 * MAX_COUNT}`);
  let text = '';
  let [from, to] = [least, most];
  while (Math.max(from, to ?? 0) > MAX_COUNT) {
    const part = Math.min(from, MAX_COUNT);
    text += to === undefined ? `${atom}{${part}}` : `${atom}{${part},${MAX_COUNT}}`;
    from -= part;
    to = to === undefined ? undefined : to - MAX_COUNT;
  }
  if (to === undefined && from <= 1) return text + atom + (from === 0 ? '*' : '+');
  return `${text}${atom}{${from}${from === to ? '' : `,${to ?? ''}`}}`;
}

const ranges = new Map<string, string>();

/** The members of a Unicode property as V8 knows them, so that no second table of Unicode may differ. */
function propertyRanges(property: string): string {
  const known = ranges.get(property);
  if (known !== undefined) return known;
  // Far fewer properties exist; the bound is against nothing but surprise.
  if (ranges.size >= 500) ranges.clear();
  // eslint-disable-next-line no-restricted-syntax -- one property and a plus: linear
  const runs = allCodePoints().matchAll(new RegExp(`${property}+`, 'gu'));
  const found = [...runs].map(([run]) => `${point(run.codePointAt(0) ?? 0)}-${point(last(run))}`);
  // eslint-disable-next-line no-restricted-syntax -- as above
  if (new RegExp(property, 'u').test('\ud800')) found.push('\\x{d800}-\\x{dfff}');
  const text = found.join('');
  ranges.set(property, text);
  return text;
}

function last(run: string): number {
  const unit = run.charCodeAt(run.length - 1);
  return unit >= 0xdc00 && unit < 0xe000 ? (run.codePointAt(run.length - 2) ?? unit) : unit;
}

/** Without the halves of surrogate pairs, which would join. */
function allCodePoints(): string {
  const parts: string[] = [];
  for (let from = 0; from < 0x110000; from += 0x800) {
    if (from !== 0xd800) parts.push(String.fromCodePoint(...Array.from({ length: 0x800 }, (_, index) => from + index)));
  }
  return parts.join('');
}
