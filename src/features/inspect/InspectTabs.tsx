import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import styles from './InspectTabs.module.css';
import { VIEWS, type ViewId } from './views';

/** The way between the views of Inspect. */
export function InspectTabs({ view }: { view: ViewId }) {
  const { t } = useTranslation('inspect');
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      {VIEWS.map(({ id, icon: Icon }) => (
        <a
          key={id}
          href={`#inspect/${id}`}
          className={cx(styles.tab, id === view && styles.current)}
          aria-current={id === view ? 'page' : undefined}
          data-testid={`inspect-tab-${id}`}
        >
          <Icon size="1em" aria-hidden />
          {t(`tabs.${id}`)}
        </a>
      ))}
    </nav>
  );
}
