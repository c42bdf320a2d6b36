const LIMIT_MS = 90_000;

/** Asks again and again until the answer is as wanted, and gives it. @throws Error with the last answer */
export async function until<Answer>(
  ask: () => Promise<Answer> | Answer,
  wanted: (answer: Answer) => boolean,
  { what, everyMs = 200 }: { what: string; everyMs?: number },
): Promise<Answer> {
  const deadlineMs = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadlineMs) throw new Error(`${what}: it stays at ${JSON.stringify(answer)}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
