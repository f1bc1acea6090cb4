import { type RefObject, useCallback, useEffect, useState } from "react";

export type CameraState = "asking" | "on" | "refused" | "absent" | "insecure";

export interface Camera {
  state: CameraState;
  /** The picture is shown like a mirror: the camera looks at the person. */
  mirrored: boolean;
  flip(): void;
  retry(): void;
  /** What is seen now as a JPEG, its longest side at most `longest` px; null while nothing is seen. */
  grab(longest: number): Promise<File | null>;
}

const stateFor = (error: unknown): CameraState =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "SecurityError") ? "refused" : "absent";

let frames = 0;

async function frameOf(video: HTMLVideoElement, longest: number): Promise<File | null> {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const shrink = Math.min(1, longest / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * shrink);
  canvas.height = Math.round(videoHeight * shrink);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return blob && new File([blob], `camera-${Date.now()}-${++frames}.jpg`, { type: "image/jpeg" });
}

/** The camera's picture in a video element for as long as the component lives. */
export function useCamera(video: RefObject<HTMLVideoElement | null>): Camera {
  const [state, setState] = useState<CameraState>(navigator.mediaDevices ? "asking" : "insecure");
  const [facing, setFacing] = useState<"environment" | "user">("environment");
  const [actual, setActual] = useState<string | undefined>(undefined);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    if (!navigator.mediaDevices) return;
    let stream: MediaStream | null = null;
    let over = false;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, width: { ideal: 1280 } }, audio: false }).then(
      (given) => {
        stream = given;
        if (over || !video.current) return stop();
        video.current.srcObject = given;
        setActual(given.getVideoTracks()[0]?.getSettings().facingMode);
        setState("on");
      },
      (error: unknown) => {
        if (!over) setState(stateFor(error));
      },
    );
    return () => {
      over = true;
      stop();
    };
  }, [video, facing, tries]);

  const flip = useCallback(() => setFacing((now) => (now === "user" ? "environment" : "user")), []);
  const retry = useCallback(() => {
    setState("asking");
    setTries((count) => count + 1);
  }, []);
  const grab = useCallback(async (longest: number) => (video.current ? frameOf(video.current, longest) : null), [video]);
  return { state, mirrored: actual !== "environment", flip, retry, grab };
}
