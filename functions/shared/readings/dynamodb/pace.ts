/** How much some streams of blocks are to read for so many readings of all together. */
export interface Demand {
  stream(): StreamDemand;
}

export interface StreamDemand {
  /** How many blocks the next request is for. */
  pageSize: () => number;
  /** Tells that blocks with so many readings came. */
  found: (blocks: number, readings: number) => void;
  /** Tells that there are no more. */
  end: () => void;
}

/** The first may be cut by the begin of the period; two have enough of a device that sends each few seconds. */
const FIRST_PAGE = 2;
/** Blocks are of very different size: a page of so many costs hardly more than one of a single block. */
const LEAST = 4;
const MOST = 256;

/** @param limit how many readings are wanted */
export function demandOf(limit: number, streams: number): Demand {
  let wanted = limit;
  let open = streams;
  return {
    stream() {
      let size = FIRST_PAGE / 2;
      const page = { blocks: 0, readings: 0 };
      return {
        pageSize() {
          const { blocks, readings } = page;
          Object.assign(page, { blocks: 0, readings: 0 });
          // Where nothing came that counts, there may be much of that.
          const estimate =
            readings === 0 || wanted <= 0 ? size * 2 : Math.max(LEAST, (wanted / open / readings) * blocks);
          size = Math.min(Math.ceil(estimate), MOST);
          return size;
        },
        found(blocks, readings) {
          page.blocks += blocks;
          page.readings += readings;
          wanted -= readings;
        },
        end() {
          open--;
        },
      };
    },
  };
}
