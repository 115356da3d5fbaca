/** Finds rows by a number that each bears once; the numbers themselves stay with the rows. */
export type PlaceIndex = {
  /** The row that bears the number, or undefined. */
  readonly find: (number: number) => number | undefined;
  /** Enters a row whose number is not there yet. */
  readonly enter: (row: number) => void;
};

const SMALLEST = 1024;

/**
 * Open addressing over row numbers: 4 bytes and less than half as many again a row, where a `Map` takes sixty.
 * `numberOf` reads the number of an entered row.
 */
export function openPlaceIndex(numberOf: (row: number) => number): PlaceIndex {
  let slots = new Uint32Array(SMALLEST);
  let rows = 0;

  function slotOf(number: number): number {
    let slot = scatter(number) % slots.length;
    for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
      if (numberOf(held - 1) === number) return slot;
      slot = (slot + 1) % slots.length;
    }
    return slot;
  }

  return {
    find(number) {
      const held = slots[slotOf(number)] ?? 0;
      return held === 0 ? undefined : held - 1;
    },
    enter(row) {
      if ((rows += 1) * 3 > slots.length * 2) {
        const before = slots;
        slots = new Uint32Array(before.length * 2);
        for (const held of before) if (held !== 0) slots[slotOf(numberOf(held - 1))] = held;
      }
      slots[slotOf(numberOf(row))] = row + 1;
    },
  };
}

/** Mixes a safe integer into 32 bits (the finalizer of MurmurHash3 on both halves). */
function scatter(number: number): number {
  let mixed = Math.imul(number >>> 0, 0x85ebca6b) ^ Math.imul(Math.floor(number / 2 ** 32) + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
