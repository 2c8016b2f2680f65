"""Numbers in words, from one to twelve."""

_ONE_TO_TWELVE = {
    "sv": "ett två tre fyra fem sex sju åtta nio tio elva tolv",
    "nb": "ett to tre fire fem seks sju åtte ni ti elleve tolv",
    "nn": "eitt to tre fire fem seks sju åtte ni ti elleve tolv",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
NUMBER_WORDS = {
    language: {word: float(number) for number, word in enumerate(words.split(), start=1)}
    for language, words in _ONE_TO_TWELVE.items()
}
