declare module 'qrcode' {
  const qrcode: {
    /** A QR code as the text of an SVG image. @param margin modules of white around it */
    toString: (text: string, options: { type: 'svg'; margin: number }) => Promise<string>;
  };
  export default qrcode;
}
