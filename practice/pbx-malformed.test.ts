import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRACTICE_DOMAIN } from './pbx';
import { fakeSdp } from './media-fake';
import { final, PbxUnderTest } from './testing/pbx-under-test';

const test = new PbxUnderTest();

const HEADERS = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Expires', 'Authorization', 'Content-Length'];

/** A request that is almost right: a header left out, doubled, or with nonsense in it, and a body of any kind. */
const almostSip = fc
  .record({
    method: fc.constantFrom('INVITE', 'REGISTER', 'BYE', 'CANCEL', 'ACK', 'INFO', 'UPDATE', 'OPTIONS', 'x'),
    uri: fc.oneof(fc.constantFrom('sip:8001@x', 'sip:', 'tel:1', 'sip:*778001@x'), fc.string({ maxLength: 20 })),
    values: fc.array(fc.tuple(fc.constantFrom(...HEADERS), fc.string({ unit: 'binary', maxLength: 40 })), {
      maxLength: 8,
    }),
    sane: fc.subarray([
      'Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1',
      'From: <sip:1001@x>;tag=1',
      'To: <sip:8001@x>',
      'Call-ID: fuzz',
      'CSeq: 1 INVITE',
      'Contact: *',
    ]),
    body: fc.oneof(fc.constant(fakeSdp()), fc.string({ unit: 'binary', maxLength: 200 })),
  })
  .map(({ method, uri, values, sane, body }) =>
    [`${method} ${uri} SIP/2.0`, ...sane, ...values.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n'),
  );

describe('whatever an agent sends', () => {
  it('the exchange goes on serving the others', async () => {
    const rude = await test.connect('1002');
    const polite = await test.connect('1001');
    for (const text of fc.sample(fc.oneof(almostSip, fc.string({ unit: 'binary', maxLength: 300 })), 400)) {
      rude.socket.send(text);
    }
    rude.socket.send(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    // The rude one is still served too, behind all that it sent.
    expect((await rude.send('OPTIONS', `sip:${PRACTICE_DOMAIN}`).response(final)).status).toBe(200);
    const invite = await polite.dial('8001', fakeSdp());
    expect((await invite.response(final)).status).toBe(200);
  });

  it('a message larger than any SIP message ends its connection only', async () => {
    const rude = await test.connect('1002');
    const closed = new Promise<number>((resolve) => rude.socket.once('close', resolve));
    rude.socket.send('x'.repeat(300 * 1024));
    expect(await closed).toBe(1009);
    const polite = await test.connect('1001');
    expect((await polite.send('OPTIONS', `sip:${PRACTICE_DOMAIN}`).response(final)).status).toBe(200);
  });
});
