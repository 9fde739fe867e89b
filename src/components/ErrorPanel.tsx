import { CircleAlert, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '@/lib/errors';
import { Button } from './Button';
import styles from './ErrorPanel.module.css';
import { errorFacts } from './errorFacts';
import { formatCount, formatList } from './format';
import { useCopy } from './useCopy';

export interface ErrorPanelProps {
  error: ErrorData;
  /** instead of the catalogue's title for the error's code */
  title?: ReactNode;
  /** what stays as it was */
  note?: ReactNode;
  actions?: ReactNode;
  'data-testid'?: string;
}

/** An error in words: what was wrong, where, what would be right; the technical side folded away. */
export function ErrorPanel({ error, title, note, actions, ...rest }: ErrorPanelProps) {
  const { t, i18n } = useTranslation(['errors', 'common']);
  const { copied, copy } = useCopy();

  const details = Object.fromEntries(
    Object.entries(error.details).map(([key, value]) => [
      key,
      Array.isArray(value) ? formatList(value) : typeof value === 'number' ? formatCount(value) : value,
    ]),
  );
  // What the one who threw cannot know better than the catalogue: it is the same for every error of the code.
  const expected =
    error.details.expected ||
    (i18n.exists(`errors:${error.code}.expected`) && t(`errors:${error.code}.expected` as 'errors:not-a-zip.expected'));
  const facts = errorFacts({ ...error, details: { ...error.details, ...(expected && { expected }) } }, (count) =>
    t('errors:moreEntries', { count, value: formatCount(count) }),
  );
  const technical = `${error.code}: ${error.message}\n${JSON.stringify(error.details, null, 2)}`;

  return (
    <div className={styles.panel} role="alert" {...rest}>
      <span className={styles.mark}>
        <CircleAlert size="1em" aria-hidden />
      </span>
      <div className={styles.body}>
        <h2 className={styles.title}>{title ?? t(`errors:${error.code}.title`, details)}</h2>
        <p>{t(`errors:${error.code}.text`, { ...details, message: error.message })}</p>
        {note && <p>{note}</p>}
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map(({ key, value }) => (
              <div key={key} className={styles.fact} data-fact={key}>
                <dt>{t(`errors:details.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <details className={styles.technical}>
          <summary>{t('common:error.technical')}</summary>
          <pre>{technical}</pre>
          <Button variant="secondary" size="sm" icon={Copy} onClick={() => copy(technical)}>
            {copied ? t('common:copied') : t('common:error.copy')}
          </Button>
        </details>
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
