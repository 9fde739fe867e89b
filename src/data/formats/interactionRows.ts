/** Interactions while they are read: blocks of rows, so that growing never copies what is there. */
import { IdIndex } from './idIndex';

const ROWS_PER_BLOCK = 1 << 18;

interface Block {
  users: Int32Array;
  items: Int32Array;
  ratings: Float32Array;
  times: Float64Array | null;
}

/** What an item is called where each row says so. */
export interface Description {
  title: string;
  genres: string[];
}

/** Rows in file order; ids replaced by dense indices in order of first appearance. */
export interface RatingRows {
  userIds: string[];
  itemIds: string[];
  /** [rows] */
  users: Int32Array;
  /** [rows] */
  itemIndices: Int32Array;
  /** [rows] */
  ratings: Float32Array;
  /** [rows] seconds since 1970; null where the rows have none */
  timestamps: Float64Array | null;
}

export class InteractionRows {
  readonly userIds = new IdIndex();
  readonly itemIds = new IdIndex();
  /** [item], where rows describe items */
  readonly descriptions: (Description | undefined)[] = [];
  /** rows whose time was written as a date */
  numDates = 0;
  hasTimesBefore1970 = false;
  private blocks: Block[] = [];
  private block: Block | null = null;
  private at = ROWS_PER_BLOCK;

  constructor(private readonly timed: boolean) {}

  get length(): number {
    return this.blocks.length * ROWS_PER_BLOCK + this.at - ROWS_PER_BLOCK;
  }

  /** @param time seconds since 1970, ignored where rows have no times */
  add(user: number, item: number, rating: number, time: number): void {
    if (this.at === ROWS_PER_BLOCK || this.block === null) this.block = this.addBlock();
    const { block } = this;
    const at = this.at++;
    block.users[at] = user;
    block.items[at] = item;
    block.ratings[at] = rating;
    if (block.times !== null) block.times[at] = time;
  }

  /** All rows; the blocks of a column are let go when they are put together. Nothing can be added after it. */
  finish(): RatingRows {
    const { length } = this;
    const put = <T extends Int32Array | Float32Array | Float64Array>(whole: T, take: (block: Block) => T): T => {
      for (const [i, block] of this.blocks.entries()) {
        const column = take(block);
        const start = i * ROWS_PER_BLOCK;
        whole.set(column.subarray(0, length - start), start);
      }
      return whole;
    };
    const timestamps = this.timed ? put(new Float64Array(length), ({ times }) => times as Float64Array) : null;
    for (const block of this.blocks) block.times = null;
    const rows = {
      userIds: this.userIds.names(),
      itemIds: this.itemIds.names(),
      users: put(new Int32Array(length), ({ users }) => users),
      itemIndices: put(new Int32Array(length), ({ items }) => items),
      ratings: put(new Float32Array(length), ({ ratings }) => ratings),
      timestamps,
    };
    this.blocks = [];
    this.block = null;
    return rows;
  }

  private addBlock(): Block {
    const block: Block = {
      users: new Int32Array(ROWS_PER_BLOCK),
      items: new Int32Array(ROWS_PER_BLOCK),
      ratings: new Float32Array(ROWS_PER_BLOCK),
      times: this.timed ? new Float64Array(ROWS_PER_BLOCK) : null,
    };
    this.blocks.push(block);
    this.at = 0;
    return block;
  }
}
