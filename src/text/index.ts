/**
 * All text that a person sees. One JSON file a language and namespace, in `<language>/<namespace>.json`; each is fetched
 * when a component first asks for its namespace. To add a language: a folder beside `en`, and its code in LANGUAGES.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Languages there is a catalogue for; the first is what missing texts fall back to. */
export const LANGUAGES = ['en'] as const;

/** Needed by the first screen; a place's own namespaces come with the place. */
const FIRST_NAMESPACES = ['common', 'shell', 'data', 'device', 'errors'];

const catalogues = import.meta.glob<Record<string, unknown>>('./*/*.json', { import: 'default' });

/** The catalogue's language nearest to what the browser asks for. */
function preferredLanguage(): string {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.map((tag) => tag.split('-')[0]).find((tag) => (LANGUAGES as readonly string[]).includes(tag)) ?? 'en';
}

/** Sets up i18next; resolves when the first screen's texts are there. */
export async function initText(): Promise<void> {
  await i18next
    .use({
      type: 'backend',
      read(language: string, namespace: string, done: (error: Error | null, texts?: Record<string, unknown>) => void) {
        const load = catalogues[`./${language}/${namespace}.json`];
        if (!load) return done(new Error(`no catalogue for ${language}/${namespace}`));
        load().then(
          (texts) => done(null, texts),
          (error) => done(error as Error),
        );
      },
    })
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      supportedLngs: LANGUAGES,
      fallbackLng: LANGUAGES[0],
      ns: FIRST_NAMESPACES,
      defaultNS: 'common',
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
    });
  document.documentElement.lang = i18next.resolvedLanguage ?? 'en';
}
