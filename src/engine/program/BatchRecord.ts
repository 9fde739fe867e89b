/** The record of one step in the batch buffer: its fields one after the other, then the lists made of its ids. */
import { PlaygroundError } from '@/lib/errors';
import type { HostArrays } from '../types';
import type { ListPiece, OccurrenceList } from './resolveGradients';

/** @param rowsBegin where an array's rows are in its gradient buffer, in elements */
export class BatchRecord {
  /** words of a record */
  readonly stride: number;
  private readonly fields: { name: string; offset: number; size: number; shape: string; integer: boolean }[] = [];
  private readonly listOffsets = new Map<string, number>();

  constructor(
    batch: HostArrays,
    private readonly lists: readonly OccurrenceList[],
    private readonly lookups: readonly { field: string; numRows: number }[],
    private readonly rowsBegin: (list: OccurrenceList, piece: number) => number,
  ) {
    let offset = 0;
    for (const [name, { shape, data }] of Object.entries(batch)) {
      const integer = data instanceof Int32Array;
      this.fields.push({ name, offset, size: data.length, shape: `${shape}`, integer });
      offset += data.length;
    }
    for (const list of lists) {
      this.listOffsets.set(list.field, offset);
      offset += list.numRows + 1 + list.pieces.reduce((sum, { count }) => sum + count, 0);
    }
    this.stride = offset;
  }

  /** Words from the start of a record to a field or list. */
  offset(name: string): number {
    const known = this.fields.find((field) => field.name === name)?.offset ?? this.listOffsets.get(name);
    if (known === undefined) throw new Error(`the batch has no field ${name}`);
    return known;
  }

  /** @throws PlaygroundError 'shape' for a batch unlike the first, or an id outside its table */
  write(batch: HostArrays, record: Uint32Array): void {
    for (const { name, offset, size, shape, integer } of this.fields) {
      const array = batch[name];
      if (
        !array ||
        `${array.shape}` !== shape ||
        array.data instanceof Int32Array !== integer ||
        array.data.length !== size
      ) {
        throw new PlaygroundError('shape', `${name}: every batch must have the shape [${shape}] of the first`);
      }
      const { buffer, byteOffset } = array.data;
      record.set(new Uint32Array(buffer, byteOffset, size), offset);
    }
    for (const { field, numRows } of this.lookups) {
      const ids = batch[field].data;
      for (let i = 0; i < ids.length; i++) {
        if (ids[i] < 0 || ids[i] >= numRows) {
          throw new PlaygroundError(
            'shape',
            `embed: id ${ids[i]} at position ${i} of ${field} is outside the ${numRows} rows`,
          );
        }
      }
    }
    for (const list of this.lists) this.writeList(list, batch, record);
  }

  /** A counting sort, as `findOccurrences`: numRows + 1 offsets, then where each row begins. */
  private writeList(list: OccurrenceList, batch: HostArrays, record: Uint32Array): void {
    const { field, numRows, pieces } = list;
    const start = this.listOffsets.get(field) as number;
    const offsets = record.subarray(start, start + numRows + 1);
    const entries = start + numRows + 1;
    offsets.fill(0);
    // Counted two places on: after summing up, offsets[r + 1] is where row r begins; filling moves it to its end.
    for (const piece of pieces) {
      const { ids, counts } = idsOf(piece, batch);
      for (let i = 0; i < ids.length; i++) {
        const at = ids[i] + piece.rowOffset + 2;
        if (at <= numRows && counts?.[i] !== 0) offsets[at]++;
      }
    }
    for (let r = 2; r <= numRows; r++) offsets[r] += offsets[r - 1];
    pieces.forEach((piece, p) => {
      const { ids, counts } = idsOf(piece, batch);
      const { rowOffset, stride } = piece;
      const first = this.rowsBegin(list, p);
      for (let i = 0; i < ids.length; i++) {
        if (counts?.[i] !== 0) record[entries + offsets[ids[i] + rowOffset + 1]++] = first + i * stride;
      }
    });
  }
}

/** The ids of a piece, and which of them count: all where there are no counts. */
function idsOf({ field, start, count, counts }: ListPiece, batch: HostArrays) {
  return {
    ids: batch[field].data.subarray(start, start + count),
    counts: counts && batch[counts.field].data.subarray(counts.start, counts.start + count),
  };
}
