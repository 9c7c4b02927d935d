/** Opcode of a text message with the bit that says that this frame is all of it: RFC 6455, 5.2. */
const wholeText = 0x81;
const sixteenBits = 126;
const sixtyFourBits = 127;

/** A text message as a server sends it: one frame, without a mask, without extensions. */
export function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < sixteenBits ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = wholeText;
  if (head === 2) {
    frame[1] = length;
  } else if (head === 4) {
    frame[1] = sixteenBits;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = sixtyFourBits;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}
