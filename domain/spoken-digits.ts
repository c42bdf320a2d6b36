/** Digits as a recogniser writes them: figures, Chinese numerals said one by one, English words. */
const WORDS = /[a-z]+|[0-9０-９零〇一二三四五六七八九幺]|[^\s,，、.。·\-–—]/giu;
const DIGIT = /^(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|[0-9０-９零〇一二三四五六七八九幺])$/iu;
/** Fewer in a row are a date, a price, or 一 in 一下. */
const SHORTEST_RUN = 3;

/** How many digits a text holds in runs of three and more. Numbers with 十, 百, 千 are not said digit by digit. */
export function countSpokenDigits(text: string): number {
  let total = 0;
  let run = 0;
  let times = 1;
  const close = () => {
    if (run >= SHORTEST_RUN) total += run;
    run = 0;
  };
  for (const [word] of text.matchAll(WORDS)) {
    const lower = word.toLowerCase();
    if (lower === 'double' || lower === 'triple') times = lower === 'double' ? 2 : 3;
    else {
      if (DIGIT.test(word)) run += times;
      else close();
      times = 1;
    }
  }
  close();
  return total;
}
