/** What may lie over any place: the list of what is saved, a refused model, and the word that nothing can be saved. */
import { RefusedModelDialog } from './RefusedModelDialog';
import { SaveBanner } from './SaveBanner';
import { SavedDialog } from './SavedDialog';

export default function SavedLayer() {
  return (
    <>
      <SaveBanner />
      <SavedDialog />
      <RefusedModelDialog />
    </>
  );
}
