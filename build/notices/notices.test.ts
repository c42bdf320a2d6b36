import { describe, expect, it } from 'vitest';
import { licenceProblems } from './allowed';
import { noticesDocument } from './document';
import { shareTexts, splitCopyright } from './licence-texts';
import type { ShippedPackage } from './packages';

const mit = (holder: string) =>
  `The MIT License (MIT)\n\nCopyright (c) 2020 ${holder}\n\nPermission is hereby granted.\n`;
const shipped = (name: string, more: Partial<ShippedPackage> = {}): ShippedPackage => ({
  name,
  version: '1.0.0',
  licence: 'MIT',
  text: mit(name),
  notice: null,
  credit: '',
  platformOnly: false,
  ...more,
});

describe('a licence', () => {
  it('is allowed alone, as a choice, or together with other allowed ones', () => {
    const allowed = ['MIT', '(MIT OR GPL-3.0-only)', 'Apache-2.0 AND BSD-3-Clause'];
    expect(licenceProblems(allowed.map((licence) => ({ name: 'a', licence })))).toEqual([]);
  });

  it('is a problem when it is not allowed, or no licence at all', () => {
    const refused = ['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN FILE', 'UNKNOWN', ''];
    const problems = licenceProblems(refused.map((licence) => ({ name: 'badly-licensed', licence })));
    expect(problems).toHaveLength(refused.length);
    for (const problem of problems) expect(problem).toContain('badly-licensed');
  });

  it('is excepted for the part that was considered, under the licence it had then', () => {
    expect(licenceProblems([{ name: 'codec-parser', licence: 'LGPL-3.0-or-later' }])).toEqual([]);
    expect(licenceProblems([{ name: 'codec-parser', licence: 'AGPL-3.0-only' }])).toHaveLength(1);
    expect(licenceProblems([{ name: 'another', licence: 'LGPL-3.0-or-later' }])).toHaveLength(1);
  });
});

describe('a licence text', () => {
  it('is told apart from the lines that name its holders', () => {
    expect(splitCopyright('MIT License\r\n\r\n * Copyright (c) 2019 Ann\r\n© 2020 Bob\r\n\r\nPermission.')).toEqual({
      copyright: ['Copyright (c) 2019 Ann', '© 2020 Bob'],
      body: 'MIT License\n\nPermission.',
    });
    const apache = '(c) You must retain\ncopyright notice that is included in or attached to the work';
    expect(splitCopyright(apache).body).toBe(apache);
  });

  it('is printed once for all packages that share it, whatever its title and spacing', () => {
    const other = mit('b').replace('The MIT License (MIT)', 'MIT License').replace('is hereby', 'is\n   hereby');
    const texts = shareTexts([shipped('a'), shipped('b', { text: other }), shipped('c', { licence: 'ISC' })], {});
    expect(texts.map(({ licence, members }) => [licence, members.map(({ name }) => name)])).toEqual([
      ['ISC', ['c']],
      ['MIT', ['a', 'b']],
    ]);
    expect(texts[1]?.members[1]?.copyright).toEqual(['Copyright (c) 2020 b']);
  });

  it('is the standard one, with the publisher named, when the package carries none', () => {
    const bare = shipped('bare', { text: null, credit: 'Ann' });
    const [text] = shareTexts([bare], { MIT: 'Permission.' });
    expect(text).toMatchObject({ body: 'Permission.', members: [{ name: 'bare' }] });
    expect(text?.members[0]?.copyright[0]).toContain('Ann');
    expect(() => shareTexts([bare], {})).toThrow('bare');
  });
});

describe('the notices', () => {
  it('name every package, model, voice and other part', () => {
    const text = noticesDocument(
      {
        packages: [
          shipped('with-notice', { notice: 'Passed on as Apache-2.0 wants.' }),
          shipped('for-one-system', { platformOnly: true, text: null }),
        ],
        models: [{ name: 'm', title: 'A model', licence: 'Apache-2.0', source: 'https://example.com/model' }],
        voices: [{ licence: 'CC0-1.0', files: 7 }],
        others: [
          { name: 'A table', licence: 'MIT', copyright: '(c) Ann', source: 'https://example.com', where: 'Here.' },
        ],
      },
      {},
    );
    for (const wanted of [
      '| with-notice | 1.0.0 | MIT |',
      '| for-one-system | 1.0.0 | MIT | binaries for one system |',
      'Passed on as Apache-2.0 wants.',
      'A model: Apache-2.0, https://example.com/model',
      '7 recorded lines: CC0-1.0',
      '**A table**: MIT. (c) Ann.',
      'Permission is hereby granted.',
    ]) {
      expect(text).toContain(wanted);
    }
  });
});
