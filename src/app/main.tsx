/** Entry: texts, then the page. */
import '@/components/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepWhatComesAbout } from '@/state/saved';
import { watchBrowser } from '@/state/ui';
import { initText } from '@/text';
import { App } from './App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

watchBrowser();
keepWhatComesAbout();
void initText().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
