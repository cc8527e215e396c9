/** An element of ASN.1 in its distinguished encoding. Source: ITU-T X.690, section 8.1. */
export interface DerElement {
  tag: number;
  /** With its tag and length. */
  encoded: Buffer;
  content: Buffer;
}

/** Tags that a signing request is made of. */
export const TAG = { integer: 0x02, bitString: 0x03, sequence: 0x30 } as const;

/**
 * Reads elements that follow one another and fill `bytes`.
 * @returns undefined where they do not
 */
export function readElements(bytes: Buffer): DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const element = readElement(bytes.subarray(offset));
    if (!element) return undefined;
    elements.push(element);
    offset += element.encoded.length;
  }
  return elements;
}

function readElement(bytes: Buffer): DerElement | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return undefined;
  // A length below 128 is in one byte; of others the first byte says how many there are.
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const begin = 2 + lengthBytes;
  if (first === 0x80 || lengthBytes > 3 || bytes.length < begin) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const end = begin + length;
  if (end > bytes.length) return undefined;
  return { tag, encoded: bytes.subarray(0, end), content: bytes.subarray(begin, end) };
}
