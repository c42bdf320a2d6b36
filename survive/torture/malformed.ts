import fc from 'fast-check';

/** Where the desk is: what a message must name to be read to its end. */
export interface DeskAddress {
  readonly contactUri: string;
  readonly domain: string;
}

const SDP = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 0'],
  ...[
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    'a=setup:actpass',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
  ],
].join('\r\n');
const REQUESTS = ['INVITE', 'BYE', 'CANCEL', 'ACK', 'INFO', 'REFER', 'NOTIFY', 'MESSAGE', 'OPTIONS', 'UPDATE', 'PRACK'];
const STATUSES = [
  '100 Trying',
  '180 Ringing',
  '183 x',
  '200 OK',
  '302 x',
  '401 x',
  '407 x',
  '422 x',
  '491 x',
  '503 x',
  '699 x',
];
const ANSWERED = ['REGISTER', 'INVITE', 'BYE', 'OPTIONS'];

interface Parts {
  readonly first: string;
  readonly headers: readonly string[];
  readonly body: string;
}

function wellFormed({ contactUri, domain }: DeskAddress): fc.Arbitrary<Parts> {
  const id = fc.integer({ min: 1, max: 1e6 });
  const headers = (callId: number, method: string) => [
    `Via: SIP/2.0/WS ${domain};branch=z9hG4bKfuzz${String(callId)}`,
    'Max-Forwards: 70',
    `From: <sip:stranger@${domain}>;tag=f${String(callId)}`,
    `To: <sip:1001@${domain}>`,
    `Call-ID: fuzz-${String(callId)}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:stranger@${domain};transport=ws>`,
  ];
  const request = fc.tuple(fc.constantFrom(...REQUESTS), id).map(([method, callId]) => ({
    first: `${method} ${contactUri} SIP/2.0`,
    headers: [...headers(callId, method), 'Content-Type: application/sdp'],
    body: SDP,
  }));
  const response = fc
    .tuple(fc.constantFrom(...STATUSES), fc.constantFrom(...ANSWERED), id)
    .map(([status, method, callId]) => ({ first: `SIP/2.0 ${status}`, headers: headers(callId, method), body: '' }));
  return fc.oneof(request, response);
}

const nonsense = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', ' ', '<', '"', ';;,;', '%00', '-1', '99999999999999999999', '\u0000', '<sip:', 'sip:@', ':'),
);

/** What is done to a message that was right. */
type Mutation = (parts: Parts) => Parts;
const at = (index: number, length: number) => (length === 0 ? 0 : index % length);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat(30).map((index): Mutation => (parts) => ({
    ...parts,
    headers: parts.headers.filter((_, position) => position !== at(index, parts.headers.length)),
  })),
  fc.nat(30).map((index): Mutation => (parts) => {
    const twice = parts.headers[at(index, parts.headers.length)];
    return { ...parts, headers: twice === undefined ? parts.headers : [...parts.headers, twice] };
  }),
  fc.tuple(fc.nat(30), nonsense).map(([index, text]): Mutation => (parts) => ({
    ...parts,
    headers: parts.headers.map((line, position) =>
      position === at(index, parts.headers.length) ? `${line.split(':', 1)[0] ?? ''}: ${text}` : line,
    ),
  })),
  fc.tuple(fc.nat(500), nonsense).map(([index, text]): Mutation => (parts) => {
    const cut = at(index, parts.first.length);
    return { ...parts, first: parts.first.slice(0, cut) + text + parts.first.slice(cut + 1) };
  }),
  fc.tuple(fc.nat(2_000), nonsense).map(([index, text]): Mutation => (parts) => {
    const cut = at(index, parts.body.length);
    return { ...parts, body: parts.body.slice(0, cut) + text + parts.body.slice(cut + 3) };
  }),
  nonsense.map((text): Mutation => (parts) => ({ ...parts, headers: [...parts.headers, `Content-Length: ${text}`] })),
);

/** A message that was right once: one to four things are wrong with it, or it is no message at all. */
function malformed(address: DeskAddress): fc.Arbitrary<string> {
  const spoiled = fc
    .tuple(
      wellFormed(address),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\r\n', '\r\n', '\n'),
    )
    .map(([parts, mutations, lineEnd]) => {
      const { first, headers, body } = mutations.reduce((now, mutate) => mutate(now), parts);
      return [first, ...headers, '', body].join(lineEnd);
    });
  return fc.oneof(
    { weight: 9, arbitrary: spoiled },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  );
}

/** Messages that are wrong in one to four ways; the same seed gives the same ones. */
export function malformedMessages(address: DeskAddress, { count, seed }: { count: number; seed: number }): string[] {
  return fc.sample(malformed(address), { numRuns: count, seed: seed | 0 });
}
