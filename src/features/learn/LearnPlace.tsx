/** Learn: what the models are, what their parameters do, what the numbers mean, which keys there are. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { ModelSwatch } from '@/components/ModelSwatch';
import { MODELS } from '@/models/catalog';
import { useUi } from '@/state/ui';
import { KeysArticle } from './KeysArticle';
import styles from './LearnPlace.module.css';
import { MetricsArticle } from './MetricsArticle';
import { ModelArticle } from './ModelArticle';
import { ProtocolArticle } from './ProtocolArticle';

/** Articles that are no model, by the second part of the address: `#learn/metrics`. */
const ARTICLES = { metrics: MetricsArticle, protocol: ProtocolArticle, keys: KeysArticle } as const;
type ArticleId = keyof typeof ARTICLES;
const isArticle = (id: string): id is ArticleId => id in ARTICLES;

export default function LearnPlace() {
  const { t } = useTranslation(['learn', 'models']);
  const detail = useUi((state) => state.route.detail) ?? MODELS[0].id;
  const model = MODELS.find(({ id }) => id === detail) ?? MODELS[0];
  const Article = isArticle(detail) ? ARTICLES[detail] : null;
  const link = (id: string, label: ReactNode) => {
    const current = Article ? id === detail : id === model.id;
    return (
      <li key={id}>
        <a
          href={`#learn/${id}`}
          className={cx(styles.link, current && styles.current)}
          aria-current={current ? 'page' : undefined}
          data-testid={`learn-${id}`}
        >
          {label}
        </a>
      </li>
    );
  };

  return (
    <div className={styles.place}>
      <nav className={styles.contents} aria-label={t('learn:contents')}>
        <h2>{t('learn:models')}</h2>
        <ul>
          {MODELS.map(({ id, name }) =>
            link(
              id,
              <>
                <ModelSwatch model={id} />
                <span>{name}</span>
              </>,
            ),
          )}
        </ul>
        <h2>{t('learn:measuring')}</h2>
        <ul>
          {link('metrics', t('learn:metrics'))}
          {link('protocol', t('learn:protocol'))}
        </ul>
        <h2>{t('learn:page')}</h2>
        <ul>{link('keys', t('learn:keys'))}</ul>
      </nav>
      <article className={styles.article}>{Article ? <Article /> : <ModelArticle spec={model} />}</article>
    </div>
  );
}
