export default function TeachPage() {
  return null;
}
