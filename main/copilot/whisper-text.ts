/** GPT-2's spelling of bytes as printable characters; the inverse of its `bytes_to_unicode`. */
const byteOf = new Map<string, number>();
{
  let shifted = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173;
    byteOf.set(String.fromCharCode(printable ? byte : 256 + shifted++), byte);
  }
}

/**
 * Whisper's tokens are pieces of UTF-8, and a Chinese character may be split over two: the token file therefore spells
 * bytes, and the bytes are put together here.
 */
export function decodeByteLevel(text: string): string {
  const bytes = [...text].map((character) => byteOf.get(character)).filter((byte) => byte !== undefined);
  return Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '').trim();
}

/** Whether a list of tokens (base64 and number, a line each) spells bytes: a space is then Ġ, and never a space. */
export function spellsBytes(tokens: string): boolean {
  const space = Buffer.from('Ġ').toString('base64');
  return tokens.split('\n').some((line) => line.startsWith(`${space} `));
}

const spellingOf = new Map([...byteOf].map(([character, byte]) => [byte, character]));

/** The same list with its tokens spelled in bytes: sherpa-onnx drops pieces of a character that are not valid UTF-8 alone. */
export function spellInBytes(tokens: string): string {
  return tokens.replace(/^\S+(?= \d+$)/gm, (token) => {
    const spelled = [...Buffer.from(token, 'base64')].map((byte) => spellingOf.get(byte) ?? '').join('');
    return Buffer.from(spelled).toString('base64');
  });
}

/** What Whisper says of noise: the credits and farewells of the videos it learnt from. */
const INVENTED = [
  /字幕/,
  /amara/i,
  /明镜.*点点/,
  /请不吝点赞/,
  /^(谢谢|感谢)(大家)?(的)?(观看|收看|收听)$/,
  /优优独播剧场/,
  /^thanks?( you)?( so much)? for (watching|listening)$/i,
  /subscribe to (my|our|the) channel/i,
  /^you$/i,
  /^(music|音乐|掌声|applause)$/i,
];
/** Faster than anyone speaks: characters of Chinese, or letters of English, in a second. */
const IMPOSSIBLE_HAN_PER_SECOND = 12;
const IMPOSSIBLE_LETTERS_PER_SECOND = 40;

/** A sound that Whisper describes, as subtitles do: in brackets, which it does not always close, or between asterisks. */
const DESCRIBED = /[(\[（【][^)\]）】]*(?:[)\]）】]|$)|\*[^*]*(?:\*|$)|[♪♫][^♪♫]*(?:[♪♫]|$)/gu;

/** What was said, without the sounds that are described. */
export function withoutSounds(text: string): string {
  return text.replace(DESCRIBED, '').trim();
}

/** Whether a transcript is rather Whisper's invention than what was said in `seconds` of speech. */
export function looksInvented(text: string, seconds: number): boolean {
  const bare = text.replace(/[\p{P}\p{S}]/gu, '').trim();
  if (bare === '') return true;
  if (INVENTED.some((pattern) => pattern.test(bare))) return true;
  const han = bare.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = bare.replace(/[\s\p{Script=Han}]/gu, '').length;
  const spoken = Math.max(seconds, 0.5);
  if (han / spoken > IMPOSSIBLE_HAN_PER_SECOND || letters / spoken > IMPOSSIBLE_LETTERS_PER_SECOND) return true;
  // A loop: the same few characters four times over and nothing else.
  return /^(.{1,8}?)\s*(?:\1\s*){3,}$/u.test(bare) && bare.length > 12;
}
