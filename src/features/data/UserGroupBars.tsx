import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { TableTwin } from '@/components/TableTwin';
import type { GroupCount, UserGroups } from '@/data/types';
import styles from './UserGroupBars.module.css';

/** Groups drawn before the rest becomes "others"; there are seven ages and twenty occupations. */
const MAX_GROUPS = { gender: 4, age: 8, occupation: 4 } as const;

const ATTRIBUTES = ['gender', 'age', 'occupation'] as const;
type Attribute = (typeof ATTRIBUTES)[number];

/** Who the users are, as far as a file says. */
export function UserGroupBars({ groups }: { groups: UserGroups }) {
  const { t } = useTranslation('data');
  const name = useGroupName();
  const known = ATTRIBUTES.flatMap((attribute) => {
    const counts = groups[attribute];
    return counts ? [{ attribute, counts }] : [];
  });
  if (known.length === 0) return null;
  return (
    <section className={styles.people} data-testid="user-groups">
      <div className={styles.header}>
        <h3 className={styles.title}>{t('check.people')}</h3>
        <HelpTip label={t('check.people')}>{t('check.peopleHelp')}</HelpTip>
        <TableTwin
          caption={t('check.people')}
          columns={[
            { key: 'attribute', label: t('check.attribute') },
            { key: 'group', label: t('check.group') },
            { key: 'count', label: t('check.numUsers'), numeric: true },
          ]}
          rows={known.flatMap(({ attribute, counts }) =>
            counts.map(({ value, count }) => ({
              key: `${attribute} ${value}`,
              attribute: t(`check.${attribute}`),
              group: name(attribute, value),
              count,
            })),
          )}
          format={(value) => (typeof value === 'number' ? formatCount(value) : String(value ?? ''))}
        />
      </div>
      {known.map(({ attribute, counts }) => (
        <div key={attribute} className={styles.row}>
          <span className={styles.label}>{t(`check.${attribute}`)}</span>
          <GroupBar attribute={attribute} counts={counts} />
        </div>
      ))}
    </section>
  );
}

function GroupBar({ attribute, counts }: { attribute: Attribute; counts: GroupCount[] }) {
  const { t } = useTranslation('data');
  const name = useGroupName();
  const max = MAX_GROUPS[attribute];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const shown = counts.slice(0, counts.length > max ? max - 1 : max);
  const rest = total - shown.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    ...shown.map(({ value, count }) => ({ key: value, label: name(attribute, value), count })),
    ...(rest > 0 ? [{ key: 'others', label: t('check.others'), count: rest }] : []),
  ];
  return (
    <ul className={styles.bar}>
      {parts.map(({ key, label, count }) => (
        <li
          key={key}
          style={{ flexGrow: count }}
          title={`${label}: ${formatCount(count)} (${formatPercent(count / total)})`}
        >
          <span>{label}</span>
        </li>
      ))}
    </ul>
  );
}

/** A group in words; what the catalogue does not know is called as in the file. */
function useGroupName() {
  const { t, i18n } = useTranslation('data');
  return (attribute: Attribute, value: string) => {
    if (value === '') return t('check.unknown');
    const key = `check.groups.${attribute}.${value}`;
    return i18n.exists(`data:${key}`) ? t(key as 'check.groups.gender.F') : value;
  };
}
