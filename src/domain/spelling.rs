//! How near two words are, to say "did you mean …?".

/// The known word that is nearest to a given one, when one is near (about a third of the letters differ).
pub fn nearest<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|word| (edits(given, word), *word))
        .filter(|(distance, word)| {
            *distance <= (word.chars().count().max(given.chars().count()) + 1) / 3
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Number of letters to insert, delete or replace to make one word of the other (Levenshtein's distance).
pub fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_known_key_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("titel", &["title", "intro"]), Some("title"));
        assert_eq!(nearest("showif", &["show_if", "scale"]), Some("show_if"));
        assert_eq!(nearest("xyz", &["title", "intro"]), None);
    }
}
