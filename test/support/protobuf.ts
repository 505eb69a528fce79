/** One field of a message, as it stands on the wire: numbers as bigint, strings and messages as bytes. */
export interface Field {
  number: number;
  value: bigint | Buffer;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

/** Writes a base-128 number, seven bits in a byte, the lowest first. */
export function writeVarint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A field with a number of any size. */
export const numberField = (number: number, value: number | bigint): Buffer =>
  Buffer.concat([writeVarint((number << 3) | VARINT), writeVarint(value)]);

/** A field with a 64-bit number of fixed width. */
export function fixed64Field(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([writeVarint((number << 3) | FIXED_64), bytes]);
}

/** A field with text, bytes, or a message (already written). */
export function bytesField(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([writeVarint((number << 3) | LENGTH_DELIMITED), writeVarint(bytes.length), bytes]);
}

/** Reads a base-128 number at `offset`; undefined when the bytes end within it. */
export function readVarint(bytes: Buffer, offset: number): { value: bigint; next: number } | undefined {
  let value = 0n;
  for (let next = offset, shift = 0n; next < bytes.length; shift += 7n) {
    const byte = bytes.readUInt8(next++);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return { value, next };
  }
  return undefined;
}

/** Reads a whole message; throws on one that is cut or has a wire type that Chromium does not send us. */
export function readFields(message: Buffer): Field[] {
  const fields: Field[] = [];
  let offset = 0;
  const takeVarint = () => {
    const read = readVarint(message, offset);
    if (read === undefined) throw new Error("the protobuf message is cut");
    offset = read.next;
    return read.value;
  };
  while (offset < message.length) {
    const key = Number(takeVarint());
    const wireType = key & 7;
    const number = key >> 3;
    if (wireType === VARINT) fields.push({ number, value: takeVarint() });
    else if (wireType === FIXED_64) {
      fields.push({ number, value: message.readBigUInt64LE(offset) });
      offset += 8;
    } else if (wireType === LENGTH_DELIMITED) {
      const length = Number(takeVarint());
      fields.push({ number, value: message.subarray(offset, offset + length) });
      offset += length;
    } else throw new Error(`unexpected protobuf wire type ${wireType}`);
  }
  return fields;
}
