/** Finds a user by id, or by a film that somebody rated. Loaded when somebody opens Inspect. */
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import styles from '@/components/SearchField.module.css';
import { useAnswer } from '@/state/useAnswer';

export interface UserSearchProps {
  datasetKey: string;
  /** id of the user who is shown */
  userId: string;
  onChoose: (userIndex: number) => void;
}

const MOST_MATCHES = 12;

export default function UserSearch({ datasetKey, userId, onChoose }: UserSearchProps) {
  const { t } = useTranslation('inspect');
  // null while nobody types: then the field shows who is chosen
  const [query, setQuery] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // The combo box also reports texts that it sets itself, after a choice: only what somebody typed is a query.
  const isTyping = useRef(false);
  const { value: matches } = useAnswer(
    query === null ? null : (client) => client.searchUsers(datasetKey, query.trim(), MOST_MATCHES),
    [datasetKey, query],
  );
  return (
    <ComboBox
      className={styles.search}
      menuTrigger="focus"
      // open and empty says that nobody was found; while nobody types, empty means closed
      allowsEmptyCollection={query !== null && matches !== null}
      inputValue={query ?? t('search.user', { id: userId })}
      onInputChange={(text) => {
        if (isTyping.current) {
          isTyping.current = false;
          setQuery(text);
        }
      }}
      items={(query === null ? [] : (matches ?? [])).map((match) => ({ ...match, id: match.userIndex }))}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key !== null) {
          onChoose(Number(key));
          setQuery(null);
          // so that the next key begins a new search
          requestAnimationFrame(() => input.current?.select());
        }
      }}
      onFocus={() => setQuery('')}
      onBlur={() => setQuery(null)}
    >
      <Label className={styles.label}>{t('search.label')}</Label>
      <div className={styles.box} ref={box}>
        <Search size="1em" aria-hidden />
        <Input
          ref={input}
          className={styles.input}
          placeholder={t('search.placeholder')}
          onInput={() => {
            isTyping.current = true;
          }}
          data-testid="inspect-user"
        />
      </div>
      <Popover className={styles.popover} offset={4} triggerRef={box}>
        <ListBox className={styles.list} renderEmptyState={() => <p className={styles.none}>{t('search.none')}</p>}>
          {(match: { id: number; userId: string; numInteractions: number; because: string | null }) => (
            <ListBoxItem className={styles.match} textValue={match.userId}>
              <span>{t('search.user', { id: match.userId })}</span>
              <span className={styles.reason}>
                {match.because === null
                  ? t('search.count', { count: match.numInteractions, number: formatCount(match.numInteractions) })
                  : t('search.because', { title: match.because })}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
