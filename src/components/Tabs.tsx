import type { LucideIcon } from 'lucide-react';
import { cx } from './cx';
import styles from './Tabs.module.css';

export interface TabsProps<T extends string> {
  /** names the group, not shown */
  label: string;
  tabs: { id: T; label: string; icon?: LucideIcon }[];
  current: T;
  /** place of the address, as in `#inspect/map` */
  place: string;
}

/** The way between the views of a place: links, so that back and forward work. */
export function Tabs<T extends string>({ label, tabs, current, place }: TabsProps<T>) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ id, label: name, icon: Icon }) => (
        <a
          key={id}
          href={`#${place}/${id}`}
          className={cx(styles.tab, id === current && styles.current)}
          aria-current={id === current ? 'page' : undefined}
          data-testid={`${place}-tab-${id}`}
        >
          {Icon && <Icon size="1em" aria-hidden />}
          {name}
        </a>
      ))}
    </nav>
  );
}
