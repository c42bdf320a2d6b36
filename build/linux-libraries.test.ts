import { describe, expect, it } from 'vitest';
import { debianNames, missingLibraries } from './linux-libraries.mjs';

const bookworm = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';

describe('debianNames', () => {
  it('keeps the old names on Debian 12', () => {
    expect(debianNames(['libgtk-3-0', 'libnss3'], bookworm)).toEqual(['libgtk-3-0', 'libnss3']);
  });

  it.each([
    ['Debian 13', 'ID=debian\nVERSION_ID="13"\n'],
    ['Debian sid, which has no version', 'ID=debian\n'],
    ['Ubuntu 24.04', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'],
    ['a derivative', 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\n'],
  ])('takes the 64-bit time names on %s', (_name, osRelease) => {
    expect(debianNames(['libasound2', 'libnss3'], osRelease)).toEqual(['libasound2t64', 'libnss3']);
  });

  it('knows no names where there is no apt', () => {
    expect(debianNames(['libnss3'], 'ID=fedora\nVERSION_ID=42\n')).toBeNull();
  });
});

describe('missingLibraries', () => {
  it('names each library once that ldd could not find', () => {
    const output = '\tlibffmpeg.so => /x/libffmpeg.so (0x1)\n\tlibnss3.so => not found\n\tlibnss3.so => not found\n';
    expect(missingLibraries(output)).toEqual(['libnss3.so']);
  });
});
