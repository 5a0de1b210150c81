// A picture made upright and small on the device, before a byte of it is sent.
//
// What comes out of a canvas is pixels: the place, the camera and its owner stay on the phone.

export const LONGEST = 2560;
const QUALITY = 0.82;

/** Width and height within `longest`, in the same proportion; never larger than they are. */
export function fitted(width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** The file as a JPEG of at most LONGEST pixels. Throws where this browser cannot open it. */
export async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const [width, height] = fitted(bitmap.width, bitmap.height);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const brush = canvas.getContext("2d", { alpha: false });
    brush.fillStyle = "#fff"; // what shines through is paper
    brush.fillRect(0, 0, width, height);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(bitmap, 0, 0, width, height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0; // a phone gives the memory back at once
    if (!blob) throw new Error("no picture came of it");
    return blob;
  } finally {
    bitmap.close();
  }
}
