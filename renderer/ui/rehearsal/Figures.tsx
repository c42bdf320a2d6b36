/** Figures side by side, each under its name. */
export function Figures({ figures }: { figures: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="st-figures st-rehearsal-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="st-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
