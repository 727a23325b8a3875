import assert from 'node:assert/strict';

import fc from 'fast-check';

import { checkTemplate, fillTemplate } from '../../../src/core/index.ts';
import type { Json } from '../../../src/foundation/index.ts';
import { assertLinear } from '../../support/growth.ts';

const SCOPE = {
  body: { to: 'ada@x.org', n: 0, no: false, nil: null, empty: '', list: ['a', { b: 1 }], 'x-id': 'h' },
  params: { id: '7' },
};

describe('fillTemplate', () => {
  const cases: [Json, Json][] = [
    ['plain', 'plain'],
    [5, 5],
    [null, null],
    ['${body.to}', 'ada@x.org'],
    ['${ body.to }', 'ada@x.org'],
    ['${body.n}', 0],
    ['${body.no}', false],
    ['${body.list}', ['a', { b: 1 }]],
    ['${body.list.1.b}', 1],
    ['${body.list.length}', 2],
    ['${body.x-id}', 'h'],
    ['${body.missing}', null],
    ['${body.to.length}', null],
    ['${nothing.at.all}', null],
    ['to ${body.to}!', 'to ada@x.org!'],
    ['${params.id}${params.id}', '77'],
    ['n=${body.n} no=${body.no} nil=${body.nil} m=${body.missing}.', 'n=0 no=false nil= m=.'],
    ['list ${body.list}', 'list ["a",{"b":1}]'],
    ['${body.missing:-none}', 'none'],
    ['${body.nil:-none}', 'none'],
    ['${body.empty:-none}', 'none'],
    ['${body.n:-5}', 0],
    ['${body.missing:-5}', 5],
    ['${body.missing:-"5"}', '5'],
    ['${body.missing:-true}', true],
    ['${body.missing:-null}', null],
    ['${body.missing:-}', ''],
    ["${body.missing:-don't}", "don't"],
    ["${body.missing:-'}'}", '}'],
    ["${'text'}", 'text'],
    ['${42}', 42],
    ['${-1.5e3}', -1500],
    ['${true} ${null}', 'true '],
    ['$${body.to}', '${body.to}'],
    ['a $${x} b ${params.id}', 'a ${x} b 7'],
    ['$$ and $5', '$$ and $5'],
    [
      { a: ['${params.id}', { b: '${body.n}' }], c: 1 },
      { a: ['7', { b: 0 }], c: 1 },
    ],
    ['${body.to', '${body.to'],
    ['${1 + 1}', '${1 + 1}'],
  ];
  for (const [template, expected] of cases) {
    it(JSON.stringify(template), () => assert.deepEqual(fillTemplate(template, SCOPE), expected));
  }

  it('reads own data only: no prototypes, no getters, no functions', () => {
    let ran = 0;
    const scope = {
      body: {
        fn: () => 1,
        get secret() {
          ran += 1;
          return 'x';
        },
        own: JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as unknown,
      },
      inherited: Object.create({ x: 1 }) as unknown,
    };
    for (const path of ['body.fn', 'body.secret', 'inherited.x', 'body.toString', 'body.fn.name', 'toString']) {
      assert.equal(fillTemplate(`\${${path}}`, scope), null, path);
    }
    for (const path of ['body.__proto__', 'body.own.__proto__.x', 'body.constructor.name', 'body.own.constructor']) {
      assert.equal(fillTemplate(`\${${path}}`, scope), `\${${path}}`, path);
      assert.equal(checkTemplate(`\${${path}}`, ['body']).length, 1, path);
    }
    assert.equal(ran, 0);
  });

  it('keeps a key __proto__ of the template as a key', () => {
    const filled = fillTemplate(JSON.parse('{"__proto__": {"polluted": "${params.id}"}}') as Json, SCOPE);
    assert.equal(JSON.stringify(filled), '{"__proto__":{"polluted":"7"}}');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('does not evaluate what it has put in', () => {
    assert.equal(fillTemplate('${body.to}', { body: { to: '${params.id}' } }), '${params.id}');
    assert.equal(fillTemplate('x${body.to}', { body: { to: '${params.id}' } }), 'x${params.id}');
  });

  it('leaves templates without expressions as they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('${'));
        assert.deepEqual(fillTemplate(value as Json, SCOPE), value);
      }),
    );
  });

  it('gives back any text whose ${ are escaped', () => {
    const text = fc
      .array(fc.constantFrom('${', '}', '$', 'a', '.', ':-', "'"), { maxLength: 10 })
      .map((bits) => bits.join(''));
    fc.assert(
      fc.property(text, (plain) => {
        // A dollar before an escape would belong to it.
        fc.pre(!plain.includes('$${'));
        assert.equal(
          fillTemplate(
            plain.replaceAll('${', () => '$${'),
            SCOPE,
          ),
          plain,
        );
      }),
    );
  });

  it('fills what checkTemplate passes and never throws otherwise', () => {
    const bits = fc.constantFrom('${', '}', 'body', '.to', '.', ':-', "'", '"', '$', ' ', '4', 'x', '__proto__', '$${');
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const filled = fillTemplate(text, SCOPE);
        if (checkTemplate(text, ['body']).length > 0) return;
        assert.ok(!text.replaceAll('$${', '').includes('${body') || filled !== text, text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkTemplate', () => {
  it('finds nothing wrong with good ones', () => {
    const good = { a: '${body.x} ${params.y:-d}', b: ['$${free}', "${'}'}", 5, null], c: { d: '${body}' } };
    assert.deepEqual(checkTemplate(good, ['body', 'params']), []);
  });

  it('names every place, the roots there are, and the nearest one', () => {
    const bad = {
      a: { b: ['ok', '${bdy.x}'] },
      c: '${steps.x}',
      d: '${',
      e: '${}',
      f: '${a b}',
      g: '${body[0]}',
      h: '${body.}',
    };
    const problems = checkTemplate(bad, ['body', 'params']);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['a.b.1', 'c', 'd', 'e', 'f', 'g', 'h'],
    );
    assert.match(problems[0]?.hint ?? '', /did you mean `body`/);
    assert.match(problems[1]?.hint ?? '', /^known here: body, params/);
    assert.match(problems[2]?.message ?? '', /not closed/);
    for (const problem of problems.slice(3)) assert.match(problem.message, /not a path or a literal/);
  });

  it('refuses a number that would not be kept as it is written', () => {
    for (const number of ['9007199254740993', '-12345678901234567890', '1e400']) {
      const problems = checkTemplate({ id: `\${${number}}` }, ['body']);
      assert.deepEqual(
        problems.map(({ path, hint = '' }) => [path, hint.slice(0, 18)]),
        [['id', 'write it in quotes']],
        number,
      );
    }
    assert.deepEqual(checkTemplate(['${9007199254740991}', "${'9007199254740993'}"], ['body']), []);
  });

  it('speaks of the whole with an empty path', () => {
    assert.deepEqual(
      checkTemplate('${x}', []).map(({ path }) => path),
      [''],
    );
  });

  for (const piece of ["${'", '${a:-', "'"]) {
    it(`takes four times as long for four times as much of ${piece}`, () =>
      assertLinear(
        (text: string) => {
          checkTemplate(text, ['a']);
          fillTemplate(text, SCOPE);
        },
        (size) => `${piece === "'" ? '${' : ''}${piece.repeat(size)}`,
        20_000,
      ));
  }
});
