/** The key of a command, drawn as a key cap; its name is in the help page, so readers skip it. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="st-kbd" aria-hidden>
      {keys}
    </kbd>
  );
}
