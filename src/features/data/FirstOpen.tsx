import { Download, FolderInput, GraduationCap, Lock, Play } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useDataset } from '@/state/dataset';
import { useSaved } from '@/state/saved';
import { goTo } from '@/state/ui';
import { DeviceCard } from '../device/DeviceCard';
import { DotMatrix } from './DotMatrix';
import { FileButton } from './FileButton';
import styles from './FirstOpen.module.css';
import { ImportingCard } from './ImportingCard';
import { MovieLensDialog } from './MovieLensDialog';
import { PasteButton } from './PasteButton';
import { Teaser } from './Teaser';
import { CompareDrawing, InspectDrawing, TrainDrawing } from './teaserDrawings';
import { trySample } from './trySample';

const ContinueCard = lazy(() => import('../saved/ContinueCard'));

/** The first screen: one thing to do, one place to drop, and what comes after. */
export function FirstOpen() {
  const { t } = useTranslation('data');
  const importing = useDataset((state) => state.importing);
  const [movieLensOpen, setMovieLensOpen] = useState(false);
  const isLater = useSaved((state) => (state.list?.groups.length ?? 0) > 0);
  useEffect(() => {
    void useSaved.getState().look();
  }, []);
  return (
    <div className={styles.screen}>
      <section className={styles.hero}>
        <div className={styles.words}>
          <h2 className={styles.headline}>{t('first.headline')}</h2>
          <p className={styles.sub}>{t('first.sub')}</p>
          <div className={styles.start}>
            <Button
              variant="primary"
              icon={Play}
              className={styles.sample}
              data-testid="try-sample"
              disabled={importing !== null}
              onClick={() => void trySample()}
            >
              {t('first.sample')}
            </Button>
            <span className={styles.note}>{t('first.sampleNote')}</span>
          </div>
          {isLater && (
            <Suspense fallback={null}>
              <ContinueCard />
            </Suspense>
          )}
          <div className={styles.links}>
            <Button variant="ghost" icon={GraduationCap} onClick={() => goTo('learn')}>
              {t('first.learn')}
            </Button>
            <Button variant="ghost" icon={Download} onClick={() => setMovieLensOpen(true)}>
              {t('first.movielens')}
            </Button>
          </div>
          <p className={styles.local}>
            <Lock size="1em" aria-hidden />
            {t('first.local')}
          </p>
        </div>
        <div className={styles.drop}>
          <DotMatrix />
          {importing ? (
            <ImportingCard importing={importing} className={styles.importing} />
          ) : (
            <>
              <h3 className={styles.dropTitle}>{t('first.dropTitle')}</h3>
              <p className={styles.note}>{t('first.dropText')}</p>
              <div className={styles.ways}>
                <FileButton>{t('first.choose')}</FileButton>
                <FileButton folder icon={FolderInput}>
                  {t('first.folder')}
                </FileButton>
                <PasteButton>{t('first.paste')}</PasteButton>
              </div>
            </>
          )}
        </div>
      </section>
      <div className={styles.cards}>
        <Teaser number={2} title={t('teaser.train')} text={t('teaser.trainText')}>
          <TrainDrawing />
        </Teaser>
        <Teaser number={3} title={t('teaser.compare')} text={t('teaser.compareText')}>
          <CompareDrawing />
        </Teaser>
        <Teaser number={4} title={t('teaser.inspect')} text={t('teaser.inspectText')}>
          <InspectDrawing />
        </Teaser>
        <DeviceCard />
      </div>
      <MovieLensDialog open={movieLensOpen} onClose={() => setMovieLensOpen(false)} />
    </div>
  );
}
