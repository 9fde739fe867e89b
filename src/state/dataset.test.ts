import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import type { Outcome } from '@/worker/protocol';
import type {
  ColumnMapping,
  ImportSource,
  ImportStep,
  MappingPreview,
  MappingRequest,
  MayTake,
} from '@/worker/protocolImport';
import { useDataset, type WaitingImport } from './dataset';

/** Stands for the CPU worker: answers when a test lets it. */
const worker = vi.hoisted(() => ({
  calls: [] as string[],
  step: (_mayTake: MayTake): Promise<Outcome<ImportStep>> => Promise.reject(new Error('no answer set')),
  preview: (_mapping: MappingRequest | null): Promise<Outcome<MappingPreview>> => Promise.reject(new Error('none set')),
  cancel: () => {},
}));

vi.mock('./client', () => ({
  getClient: async () => ({
    importFiles: (source: ImportSource, _settings: unknown, _onProgress: unknown, mayTake: MayTake) => {
      worker.calls.push(`import ${source.name}`);
      return worker.step(mayTake);
    },
    importMapped: (mapping: ColumnMapping, _settings: unknown, _onProgress: unknown, mayTake: MayTake) => {
      worker.calls.push(`mapped ${mapping.columns.item}`);
      return worker.step(mayTake);
    },
    keepGoodRows: async (_settings: unknown, _onProgress: unknown, mayTake: MayTake) => {
      worker.calls.push('keep');
      const answer = await worker.step(mayTake);
      return answer.ok && answer.value.step === 'done' ? { ok: true, value: answer.value.summary } : answer;
    },
    previewMapping: (mapping: MappingRequest | null) => worker.preview(mapping),
    discardImport: async () => worker.calls.push('discard'),
    cancelImport: async () => worker.cancel(),
    items: async () => [],
  }),
}));

const COLUMNS = { user: 0, item: 1, rating: null, timestamp: null, title: null, genres: null };
const MAPPING: ColumnMapping = { path: 'a.csv', encoding: 'utf-8', delimiter: ',', header: true, columns: COLUMNS };
const previewOf = (mapping: ColumnMapping): MappingPreview => ({
  mapping,
  paths: ['a.csv'],
  names: [],
  rows: [],
  problems: [],
});
const summaryOf = (key: string) => ({ key, name: key, fileName: key, settings: {} }) as DatasetSummary;
const ok = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ ok: true, value });
const refused = (code: 'empty-file' | 'cancelled') =>
  Promise.resolve({ ok: false as const, error: { code, message: code, details: {} } });
const source = (name: string): ImportSource => ({ name, files: [{ path: name, blob: new Blob(['12345']) }] });
/** Rows that cannot be read, before somebody decides. */
const WAITING: WaitingImport = {
  step: 'problems',
  fileName: 'long.zip',
  sizeBytes: 5,
  readMs: 1,
  goodRows: 3,
  badRows: 1,
  listedRows: 1,
  groups: [],
};
const state = () => useDataset.getState();

beforeEach(() => {
  worker.calls.length = 0;
  useDataset.setState({ summary: summaryOf('old'), fileBytes: 1, waiting: null, importError: null, cancelled: null });
});

describe('an import', () => {
  it('becomes the data in use when it is done', async () => {
    worker.step = () => ok({ step: 'done', summary: summaryOf('new') });
    expect(await state().importFiles(source('new.zip'))).toBe(true);
    expect(state()).toMatchObject({ summary: { key: 'new' }, fileBytes: 5, importing: null, waiting: null });
  });

  it.each(['empty-file', 'cancelled'] as const)('that ends with %s leaves the data in use', async (code) => {
    worker.step = () => refused(code);
    expect(await state().importFiles(source('bad.zip'))).toBe(false);
    expect(state()).toMatchObject({ summary: { key: 'old' }, fileBytes: 1, importing: null });
    expect(state().importError?.error.code).toBe(code === 'cancelled' ? undefined : code);
    expect(state().cancelled).toBe(code === 'cancelled' ? 'bad.zip' : null);
  });

  it('that a worker breaks on is an error', async () => {
    worker.step = () => Promise.reject(new Error('worker died'));
    expect(await state().importFiles(source('bad.zip'))).toBe(false);
    expect(state().importError).toMatchObject({ fileName: 'bad.zip', error: { message: 'worker died' } });
  });

  /** As the worker does: asks before it takes the data. */
  const taken = async (mayTake: MayTake, key: string): Promise<Outcome<ImportStep>> =>
    (await mayTake()) ? ok({ step: 'done', summary: summaryOf(key) }) : refused('cancelled');

  it.each(['an import', 'good rows'])(
    'is cancelled at once, even while the worker is busy, and changes nothing: %s',
    async (what) => {
      let end = () => {};
      worker.step = (mayTake) => new Promise((resolve) => (end = () => resolve(taken(mayTake, 'taken'))));
      worker.cancel = () => {};
      if (what === 'good rows') useDataset.setState({ waiting: WAITING });
      const importing = what === 'good rows' ? state().keepGoodRows() : state().importFiles(source('long.zip'));
      await vi.waitFor(() => expect(worker.calls).toHaveLength(1));
      const cancelling = state().cancelImport();
      expect(state()).toMatchObject({ importing: null, cancelled: 'long.zip', summary: { key: 'old' } });
      end();
      expect(await importing).toBe(false);
      await cancelling;
      expect(state()).toMatchObject({
        importing: null,
        cancelled: 'long.zip',
        summary: { key: 'old' },
        importError: null,
      });
    },
  );

  it('cannot be cancelled any more once the worker was told to take it', async () => {
    let end = () => {};
    worker.step = async (mayTake) => {
      const answer = await taken(mayTake, 'taken');
      return new Promise((resolve) => (end = () => resolve(answer)));
    };
    worker.cancel = () => worker.calls.push('cancel');
    const importing = state().importFiles(source('long.zip'));
    await vi.waitFor(() => expect(worker.calls).toEqual(['import long.zip']));
    await Promise.resolve();
    const cancelling = state().cancelImport();
    end();
    await Promise.all([importing, cancelling]);
    expect(worker.calls).toEqual(['import long.zip']);
    expect(state()).toMatchObject({ importing: null, cancelled: null, summary: { key: 'taken' } });
  });

  it('that was cancelled asks nothing any more', async () => {
    let end = (_answer: Outcome<ImportStep>) => {};
    worker.step = () => new Promise((resolve) => (end = resolve));
    worker.cancel = () => end({ ok: true, value: { step: 'map', preview: previewOf(MAPPING), failed: null } });
    const importing = state().importFiles(source('long.csv'));
    await vi.waitFor(() => expect(worker.calls).toEqual(['import long.csv']));
    await state().cancelImport();
    expect(await importing).toBe(false);
    expect(state()).toMatchObject({ waiting: null, cancelled: 'long.csv' });
    expect(worker.calls).toEqual(['import long.csv', 'discard']);
  });

  it('cancels the one on its way', async () => {
    let end = (_answer: Outcome<ImportStep>) => {};
    worker.step = () => new Promise((resolve) => (end = resolve));
    worker.cancel = () => end({ ok: false, error: { code: 'cancelled', message: '', details: {} } });
    const first = state().importFiles(source('first.zip'));
    await vi.waitFor(() => expect(worker.calls).toEqual(['import first.zip']));
    worker.step = () => ok({ step: 'done', summary: summaryOf('second') });
    expect(await state().importFiles(source('second.zip'))).toBe(true);
    expect(await first).toBe(false);
    expect(state()).toMatchObject({ summary: { key: 'second' }, cancelled: null, importing: null });
  });
});

describe('rows that cannot be read', () => {
  const problems: ImportStep = {
    step: 'problems',
    fileName: 'a.csv',
    goodRows: 3,
    badRows: 1,
    listedRows: 1,
    groups: [],
  };

  it('wait for an answer; the good rows are used when asked', async () => {
    worker.step = () => ok(problems);
    expect(await state().importFiles(source('a.csv'))).toBe(false);
    expect(state()).toMatchObject({ summary: { key: 'old' }, waiting: { step: 'problems', badRows: 1 } });
    worker.step = () => ok({ step: 'done', summary: summaryOf('good rows') });
    expect(await state().keepGoodRows()).toBe(true);
    expect(state()).toMatchObject({ summary: { key: 'good rows' }, fileBytes: 5, waiting: null });
  });

  it('can be dropped', async () => {
    worker.step = () => ok(problems);
    await state().importFiles(source('a.csv'));
    await state().discardImport();
    expect(state()).toMatchObject({ summary: { key: 'old' }, waiting: null });
    expect(worker.calls).toEqual(['import a.csv', 'discard']);
  });
});

describe('a mapping', () => {
  const ask = async () => {
    worker.step = () => ok({ step: 'map', preview: previewOf(MAPPING), failed: null });
    await state().importFiles(source('a.csv'));
  };

  it('is previewed; of two changes in a row the last one counts', async () => {
    await ask();
    const answers: ((answer: Outcome<MappingPreview>) => void)[] = [];
    worker.preview = () => new Promise((resolve) => answers.push(resolve));
    const tab = { ...MAPPING, delimiter: '\t' as const };
    const bar = { ...MAPPING, delimiter: '|' as const };
    const first = state().previewMapping({ ...tab, columns: null });
    const second = state().previewMapping(bar);
    expect(state().waiting).toMatchObject({ mapping: { delimiter: '|' }, updating: true });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]({ ok: true, value: previewOf(bar) });
    answers[0]({ ok: true, value: previewOf(tab) });
    await Promise.all([first, second]);
    expect(state().waiting).toMatchObject({ preview: { mapping: { delimiter: '|' } }, updating: false });
  });

  it('that cannot be read is asked for again, with what was wrong', async () => {
    await ask();
    worker.step = () => refused('empty-file');
    const changed = { ...MAPPING, columns: { ...COLUMNS, item: 2 } };
    expect(await state().importMapped(changed)).toBe(false);
    expect(worker.calls).toEqual(['import a.csv', 'mapped 2']);
    expect(state()).toMatchObject({
      importError: null,
      waiting: { step: 'map', mapping: { columns: { item: 2 } }, error: { code: 'empty-file' } },
    });
  });

  it('that was used is where "Change" begins', async () => {
    await ask();
    const changed = { ...MAPPING, columns: { ...COLUMNS, item: 2 } };
    worker.step = () => ok({ step: 'done', summary: summaryOf('mapped') });
    expect(await state().importMapped(changed)).toBe(true);
    worker.preview = (mapping) => ok(previewOf((mapping ?? MAPPING) as ColumnMapping));
    await state().changeMapping();
    expect(state().waiting).toMatchObject({ mapping: { columns: { item: 2 } } });
  });

  it('of the data in use can be changed, and says why not', async () => {
    worker.preview = () => ok(previewOf(MAPPING));
    await state().changeMapping();
    expect(state().waiting).toMatchObject({ step: 'map', isChange: true, fileName: 'old' });
    useDataset.setState({ waiting: null });
    worker.preview = () => refused('empty-file');
    await state().changeMapping();
    expect(state()).toMatchObject({ waiting: null, importError: { error: { code: 'empty-file' } } });
  });
});
