import { useTranslation } from 'react-i18next';
import { LIST_METRIC_IDS, METRIC_IDS } from '@/eval/types';
import styles from './Article.module.css';

/** What each metric counts, with its formula. */
export function MetricsArticle() {
  const { t } = useTranslation(['learn', 'metrics']);
  return (
    <>
      <h2 className={styles.title}>{t('learn:metrics')}</h2>
      <p className={styles.tagline}>{t('learn:metricsIntro')}</p>
      <dl className={styles.list}>
        {METRIC_IDS.map((metric) => (
          <div key={metric}>
            <dt>{t(`metrics:${metric}.name`)}</dt>
            <dd className={styles.formula}>{t(`metrics:${metric}.formula`)}</dd>
            <dd>{t(`metrics:${metric}.help`)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.tagline}>{t('learn:listMetricsIntro')}</p>
      <dl className={styles.list}>
        {LIST_METRIC_IDS.map((metric) => (
          <div key={metric}>
            <dt>{t(`metrics:${metric}.name`)}</dt>
            <dd className={styles.formula}>{t(`metrics:${metric}.formula`)}</dd>
            <dd>
              {t(`metrics:${metric}.direction`)}. {t(`metrics:${metric}.help`)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
