import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './options';

describe('the command line', () => {
  it('reads an embedded server with its options', () => {
    const { options, exitWithStdin } = parseCommandLine(
      '--embedded data --listen 0.0.0.0:80 --enrolment-token secret-123 --customers c.json --exit-with-stdin'.split(
        ' ',
      ),
    );
    expect(exitWithStdin).toBe(true);
    expect(options).toMatchObject({
      database: { embedded: 'data' },
      listen: { host: '0.0.0.0', port: 80 },
      enrolmentToken: 'secret-123',
      customersFile: 'c.json',
    });
  });

  it('reads a database URL and an IPv6 address', () => {
    const { options } = parseCommandLine(['--database-url', 'postgresql://db/x', '--listen', '[::1]:7000']);
    expect(options).toMatchObject({ database: { url: 'postgresql://db/x' }, listen: { host: '::1', port: 7000 } });
  });

  it.each([
    [[], 'either --database-url or --embedded'],
    [['--embedded', 'd', '--database-url', 'postgresql://x'], 'either --database-url or --embedded'],
    [['--database-url', 'mysql://x'], 'database-url: must begin with postgresql://'],
    [['--embedded', 'd', '--listen', '7000'], 'listen: must be HOST:PORT'],
    [['--embedded', 'd', '--listen', 'a:70000'], 'at most 65535'],
    [['--embedded', 'd', '--supervisor-token', 'short'], 'supervisor-token: at least 8'],
    [['--embedded', 'd', '--colour'], '--colour'],
  ])('refuses %j and names what is wrong', (args, sentence) => {
    expect(() => parseCommandLine(args)).toThrow(sentence);
  });
});
