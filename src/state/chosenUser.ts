/** The user whose lists are shown: pinned beside training, and opened in Inspect. */
import { create } from 'zustand';
import { getClient } from './client';
import { useDataset } from './dataset';

interface ChosenUserStore {
  userIndex: number;
  choose(userIndex: number): void;
}

const useStore = create<ChosenUserStore>()((set) => ({
  userIndex: 0,
  choose(userIndex) {
    set({ userIndex });
    const { summary } = useDataset.getState();
    if (summary !== null) void getClient().then((client) => client.watchUser(summary.key, userIndex));
  },
}));

/** The chosen user, always one of the data set in use; the first one where there is no such user. */
export function useChosenUser(): ChosenUserStore {
  const store = useStore();
  const numUsers = useDataset(({ summary }) => summary?.after.users ?? 0);
  return store.userIndex < numUsers ? store : { ...store, userIndex: 0 };
}

/** Who is chosen now, for what is not a component. */
export function chosenUserIndex(): number {
  const { userIndex } = useStore.getState();
  return userIndex < (useDataset.getState().summary?.after.users ?? 0) ? userIndex : 0;
}
