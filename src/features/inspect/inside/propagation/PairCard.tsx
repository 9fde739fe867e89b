/** What each pair of layers gives to the score of a user and a film, and the paths that join them. */
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { formatPart } from '../../why/formatPart';
import { WhyBody } from '../../why/WhyBody';
import { epochOf } from '../insideRuns';
import { Waiting } from '../Waiting';

export interface PairCardProps {
  run: Run;
  user: UserHistory;
  item: number;
  items: Item[];
}

export function PairCard({ run, user, item, items }: PairCardProps) {
  const { t } = useTranslation('inside');
  const { value, error } = useAnswer(
    async (client) => unwrap(await client.why(run.id, user.userIndex, item)),
    [epochOf(run), user.userIndex, item],
  );
  const told = value?.userIndex === user.userIndex && value.itemIndex === item ? value : null;
  return (
    <Card
      title={t('pair.title')}
      subtitle={t('pair.subtitle', { id: user.userId, title: items[item].title })}
      actions={
        told !== null && (
          <span data-testid="pair-score" data-score={told.score}>
            {t('pair.score', { score: formatPart(told.score) })}
          </span>
        )
      }
    >
      {told === null ? (
        <Waiting error={error} />
      ) : (
        <WhyBody
          why={told.why}
          userIds={told.userIds}
          items={items}
          model={run.request.model}
          title={items[item].title}
        />
      )}
    </Card>
  );
}
