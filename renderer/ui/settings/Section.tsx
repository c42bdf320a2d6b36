import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** One card of the settings page, with the anchor its menu goes to. */
export function Section({
  id,
  icon: IconOf,
  title,
  children,
}: {
  id: string;
  icon: Icon;
  title: string;
  children: ReactNode;
}) {
  return (
    <section id={id} className="st-panel st-section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="st-row">
        <IconOf size={20} stroke={1.6} aria-hidden className="st-accent" />
        {title}
      </h2>
      {children}
    </section>
  );
}
