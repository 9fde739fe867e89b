import { useTranslation } from 'react-i18next';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Tag } from '@/components/Tag';
import type { ModelSpec } from '@/models/types';
import styles from './Article.module.css';
import { ParameterTable } from './ParameterTable';

/** One model in words: what it is, what it learns from, when to take it, where it is weak, what its knobs do. */
export function ModelArticle({ spec }: { spec: ModelSpec }) {
  const { t } = useTranslation(['learn', 'models']);
  const text = (part: 'tagline' | 'description' | 'learns' | 'formula' | 'choose' | 'weak') =>
    t(`models:${spec.id}.${part}`);
  return (
    <>
      <h2 className={styles.title}>
        <ModelSwatch model={spec.id} />
        {spec.name}
        <Tag tone="neutral">{spec.neural ? t('learn:neural') : t('learn:baseline')}</Tag>
      </h2>
      <p className={styles.tagline}>{text('tagline')}</p>
      <section className={styles.section}>
        <p>{text('description')}</p>
      </section>
      <section className={styles.section}>
        <h3>{t('learn:learns')}</h3>
        <p>{text('learns')}</p>
      </section>
      <section className={styles.section}>
        <h3>{t('learn:formula')}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide formula scrolls, by keyboard too */}
        <pre className={styles.formula} tabIndex={0}>
          {text('formula')}
        </pre>
      </section>
      <div className={styles.pair}>
        <section className={styles.section}>
          <h3>{t('learn:choose')}</h3>
          <p>{text('choose')}</p>
        </section>
        <section className={styles.section}>
          <h3>{t('learn:weak')}</h3>
          <p>{text('weak')}</p>
        </section>
      </div>
      {spec.paper && (
        <section className={styles.section}>
          <h3>{t('learn:paper')}</h3>
          <p className={styles.paper}>
            {spec.paper.authors}:{' '}
            <a href={spec.paper.url} target="_blank" rel="noreferrer">
              {spec.paper.title}
            </a>
            . {spec.paper.venue}
          </p>
        </section>
      )}
      <section className={styles.section}>
        <h3>{t('learn:parameters')}</h3>
        {spec.parameters.length > 0 ? <ParameterTable spec={spec} /> : <p>{t('learn:noParameters')}</p>}
      </section>
    </>
  );
}
