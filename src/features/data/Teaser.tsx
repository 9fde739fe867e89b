import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { StepMark } from './StepMark';
import styles from './Teaser.module.css';

/** What a later place does, with a drawing that says that it is one. */
export function Teaser(props: { number: number; title: string; text: string; children: ReactNode }) {
  const { t } = useTranslation('data');
  return (
    <Card
      title={
        <span className={styles.title}>
          <StepMark state="later" number={props.number} />
          {props.title}
        </span>
      }
    >
      <p className={styles.text}>{props.text}</p>
      <figure className={styles.drawing} aria-hidden="true" title={t('teaser.drawing')}>
        {props.children}
      </figure>
    </Card>
  );
}
