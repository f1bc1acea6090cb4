import { describe, expect, it } from "vitest";

import type { PlacedFile } from "@/components/files/dropped";

import { className, planOf } from "./folders";

const at = (...paths: string[]): PlacedFile[] =>
  paths.map((path) => ({ path, file: new File(["x"], path.slice(path.lastIndexOf("/") + 1), { type: path.endsWith(".txt") ? "text/plain" : "image/jpeg" }) }));
const short = (placed: PlacedFile[]) => {
  const { title, classes, loose, others } = planOf(placed);
  return { title, classes: classes.map(({ name, files }) => `${name} ${files.length}`), loose, others };
};

describe("a chosen folder", () => {
  it("has a class for each sub-folder", () =>
    expect(short(at("pets/dogs/1.jpg", "pets/cats/1.jpg", "pets/cats/2.jpg"))).toEqual({ title: "pets", classes: ["cats 2", "dogs 1"], loose: 0, others: 0 }));
  it("takes what lies deeper below into the class", () =>
    expect(short(at("pets/cats/indoors/1.jpg", "pets/cats/2.jpg", "pets/dogs/old/big/3.jpg")).classes).toEqual(["cats 2", "dogs 1"]));
  it("leaves out loose pictures, other files and what systems leave behind", () =>
    expect(short(at("pets/cover.jpg", "pets/cats/1.jpg", "pets/dogs/1.jpg", "pets/dogs/list.txt", "pets/dogs/.DS_Store", "pets/.thumbs/9.jpg"))).toEqual({
      title: "pets",
      classes: ["cats 1", "dogs 1"],
      loose: 1,
      others: 1,
    }));
  it("without sub-folders is one class", () => expect(short(at("cats/1.jpg", "cats/2.jpg"))).toEqual({ title: "", classes: ["cats 2"], loose: 0, others: 0 }));
  it("may lie in folders that hold nothing else", () =>
    expect(short(at("data/pets/cats/1.jpg", "data/pets/dogs/1.jpg"))).toEqual({ title: "pets", classes: ["cats 1", "dogs 1"], loose: 0, others: 0 }));
  it("counts as people do", () => expect(short(at("n/10/a.jpg", "n/2/a.jpg")).classes).toEqual(["2 1", "10 1"]));
});

describe("a data set in parts", () => {
  it("joins the classes of training and test", () =>
    expect(short(at("pets/training_set/cats/1.jpg", "pets/training_set/dogs/1.jpg", "pets/test_set/cats/2.jpg")).classes).toEqual(["cats 2", "dogs 1"]));
  it("is not seen where a class is called so among others", () => expect(short(at("x/train/1.jpg", "x/bus/1.jpg")).classes).toEqual(["bus 1", "train 1"]));
});

describe("dropped folders", () => {
  it("are a class each", () => expect(short(at("cats/1.jpg", "dogs/1.jpg"))).toEqual({ title: "", classes: ["cats 1", "dogs 1"], loose: 0, others: 0 }));
  it("may come with loose pictures", () => expect(short(at("1.jpg", "cats/1.jpg", "dogs/2.jpg"))).toMatchObject({ classes: ["cats 1", "dogs 1"], loose: 1 }));
  it("of one name but for capitals are one class", () => expect(short(at("x/Cats/1.jpg", "y/1.jpg", "x/cats/2.jpg")).classes).toEqual(["x 2", "y 1"]));
});

it("takes names as the server keeps them", () => expect([className("  big   cats "), className("cafe\u0301")]).toEqual(["big cats", "café"]));
it("finds nothing in nothing", () => expect(short([])).toEqual({ title: "", classes: [], loose: 0, others: 0 }));
