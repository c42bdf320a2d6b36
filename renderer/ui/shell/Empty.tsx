import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** An empty place that says what will be here and how it gets here. */
export function Empty({ icon: IconOf, children }: { icon: Icon; children: ReactNode }) {
  return (
    <div className="st-empty">
      <IconOf size={28} stroke={1.4} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
