//! A colleague with the report of a small team: which answers of the others follow?
//!
//! The attacker has what the page shows of a statement, its two siblings and their dimension,
//! knows how many answered and that nobody skipped a statement, and may know the own answers.
//! All that the program shows for every possible round is collected as JSON; whatever is shown
//! alike could have been the round. Nothing here uses the project's own enumeration: both must
//! come to the same shares, those that `/privacy` prints.

use andon::catalogue::{Answer, Answers, DimensionId, PATTERNS, Point};
use andon::disclosure::release;
use andon::disclosure::yardstick::{CERTAIN, FEW_SETS, HISTOGRAM, ONE_OF_EIGHTEEN, Shares, Table};
use andon::measure::Tally;
use andon::measure::distributions::TWELVE;
use std::collections::HashMap;

const DIMENSION: DimensionId = DimensionId::ALL[0];

/// Points of so many people with this sum, as even as they can be: what is shown of fewer than
/// eight depends on sums alone, which `only_sums_are_shown` tries.
fn points(people: usize, sum: usize) -> Vec<usize> {
    (0..people).map(|person| (sum + person) / people).collect()
}

fn tally(answers: &[Vec<usize>; 3]) -> Tally {
    let people: Vec<Answers> = (0..answers[0].len())
        .map(|person| {
            let mut all = Answers::new([Answer::Point(Point::ALL[2]); PATTERNS]);
            for (id, points) in DIMENSION.patterns().into_iter().zip(answers) {
                all.set(id, Answer::Point(Point::ALL[points[person]]));
            }
            all
        })
        .collect();
    Tally::of(&people, true)
}

/// What the program shows of the dimension and its statements.
fn shown(answers: &[Vec<usize>; 3]) -> String {
    let report = release(&tally(answers), 5).unwrap();
    serde_json::to_string(&(&report.dimensions[0], &report.items[..3])).unwrap()
}

/// What is shown for all sums: for each triple the number of its picture, and the triples of each.
struct Pictures {
    most: usize,
    of: Vec<usize>,
    alike: Vec<Vec<[usize; 3]>>,
}

impl Pictures {
    fn collect(people: usize, show: impl Fn(&[Vec<usize>; 3]) -> String) -> Self {
        let most = 4 * people;
        let mut known: HashMap<String, usize> = HashMap::new();
        let (mut of, mut alike) = (Vec::new(), Vec::<Vec<[usize; 3]>>::new());
        for a in 0..=most {
            for b in 0..=most {
                for c in 0..=most {
                    let picture = show(&[a, b, c].map(|sum| points(people, sum)));
                    let new = known.len();
                    let number = *known.entry(picture).or_insert(new);
                    if number == new {
                        alike.push(Vec::new());
                    }
                    alike[number].push([a, b, c]);
                    of.push(number);
                }
            }
        }
        Self { most, of, alike }
    }

    fn of(&self, [a, b, c]: [usize; 3]) -> usize {
        let side = self.most + 1;
        self.of[(a * side + b) * side + c]
    }
}

/// How probable each sum of so many answers is.
fn sums(people: usize, distribution: &[f64; 5]) -> Vec<f64> {
    let mut sums = vec![1.0];
    for _ in 0..people {
        let mut next = vec![0.0; sums.len() + 4];
        for (sum, p) in sums.iter().enumerate() {
            for (point, q) in distribution.iter().enumerate() {
                next[sum + point] += p * q;
            }
        }
        sums = next;
    }
    sums
}

/// How many sets of so many answers have each sum.
fn sets(people: usize) -> Vec<u32> {
    let mut sets = vec![vec![0; 4 * people + 1]; people + 1];
    sets[0][0] = 1;
    for point in 0..5 {
        for people in 1..=people {
            for sum in point..sets[people].len() {
                sets[people][sum] += sets[people - 1][sum - point];
            }
        }
    }
    sets.swap_remove(people)
}

#[derive(Default)]
struct Found {
    histogram: [f64; 12],
    certain: [f64; 12],
    any_of_three: [f64; 12],
    few: [f64; 12],
}

/// What follows for somebody with the own answers, or for a facilitator who gave none.
fn attack(people: usize, pictures: &Pictures, insider: bool) -> Found {
    let others = people - usize::from(insider);
    let (number, most) = (sets(others), 4 * others);
    let chances: Vec<Vec<f64>> = TWELVE.iter().map(|(_, each)| sums(others, each)).collect();
    let owns: Vec<[usize; 3]> = if insider {
        (0..125).map(|own| [own / 25, own / 5 % 5, own % 5]).collect()
    } else {
        vec![[0; 3]]
    };
    let mut found = Found::default();
    for own in owns {
        // For each picture and statement: how many sets of the others' answers are possible, and
        // their only sum if there is one.
        let possible: Vec<[(u32, usize); 3]> = pictures
            .alike
            .iter()
            .map(|alike| {
                let mut sums =
                    [vec![false; most + 1], vec![false; most + 1], vec![false; most + 1]];
                for triple in alike {
                    let rest =
                        [0, 1, 2].map(|i| triple[i].checked_sub(own[i]).filter(|s| *s <= most));
                    if let [Some(a), Some(b), Some(c)] = rest {
                        sums[0][a] = true;
                        sums[1][b] = true;
                        sums[2][c] = true;
                    }
                }
                sums.map(|sums| {
                    let all = sums.iter().enumerate().filter(|(_, possible)| **possible);
                    all.fold((0, 0), |(sets, _), (sum, _)| (sets + number[sum], sum))
                })
            })
            .collect();
        for a in 0..=most {
            for b in 0..=most {
                for c in 0..=most {
                    let picture = pictures.of([a + own[0], b + own[1], c + own[2]]);
                    let certain = |i: usize, sum: usize| {
                        let (sets, only) = possible[picture][i];
                        let all_none = sum == 0 && own[i] == 0;
                        sets == 1 && (only == 0 || only == most) && !all_none
                    };
                    let (sets, _) = possible[picture][0];
                    let any = certain(0, a) || certain(1, b) || certain(2, c);
                    if sets >= 5 && !any {
                        continue;
                    }
                    for (place, chance) in chances.iter().enumerate() {
                        let mine = |i: usize| if insider { TWELVE[place].1[own[i]] } else { 1.0 };
                        let share = chance[a] * chance[b] * chance[c] * mine(0) * mine(1) * mine(2);
                        found.histogram[place] += if sets == 1 { share } else { 0.0 };
                        found.few[place] += if sets < 5 { share } else { 0.0 };
                        found.certain[place] += if certain(0, a) { share } else { 0.0 };
                        found.any_of_three[place] += if any { share } else { 0.0 };
                    }
                }
            }
        }
    }
    found
}

fn mean_and_worst(shares: [f64; 12]) -> Shares {
    Shares {
        mean: shares.iter().sum::<f64>() / 12.0,
        worst: shares.into_iter().fold(0.0, f64::max),
    }
}

fn assert_same(what: &str, found: [f64; 12], said: Shares) -> Shares {
    let found = mean_and_worst(found);
    let near = |a: f64, b: f64| (a - b).abs() < 2e-6;
    assert!(
        near(found.mean, said.mean) && near(found.worst, said.worst),
        "{what}: {found:?}, {said:?}"
    );
    found
}

fn assert_no_more_than_said(people: usize) {
    let pictures = Pictures::collect(people, shown);
    let table = Table::committed().unwrap();
    let row = table.exact.iter().find(|row| row.people as usize == people).unwrap();
    let insider = attack(people, &pictures, true);
    let eighteen = insider.any_of_three.map(|share| 1.0 - (1.0 - share).powi(6));
    assert!(HISTOGRAM.holds(assert_same("histogram", insider.histogram, row.histogram.insider)));
    assert!(CERTAIN.holds(assert_same("certain", insider.certain, row.certain)));
    assert!(ONE_OF_EIGHTEEN.holds(assert_same("one of 18", eighteen, row.one_of_eighteen)));
    assert_same("few sets, insider", insider.few, row.few_sets.insider);
    let facilitator = attack(people, &pictures, false);
    assert_same("histogram, facilitator", facilitator.histogram, row.histogram.facilitator);
    assert!(FEW_SETS.holds(assert_same("few sets", facilitator.few, row.few_sets.facilitator)));
}

#[test]
fn a_colleague_in_a_team_of_five_learns_no_more_than_the_privacy_page_says() {
    assert_no_more_than_said(5);
}

#[test]
fn a_colleague_in_a_team_of_six_or_seven_learns_no_more_than_the_privacy_page_says() {
    if std::env::var("ANDON_ATTACK").is_ok_and(|how| how == "long") {
        assert_no_more_than_said(6);
        assert_no_more_than_said(7);
    }
}

/// The control: with exact means in place of what is shown the same attack finds much.
#[test]
fn with_exact_figures_the_same_attack_would_find_more_than_is_allowed() {
    let exact = Pictures::collect(5, |answers| {
        format!("{:?}", answers.each_ref().map(|points| points.iter().sum::<usize>()))
    });
    let found = attack(5, &exact, true);
    assert!(!CERTAIN.holds(mean_and_worst(found.certain)));
    assert!(!HISTOGRAM.holds(mean_and_worst(found.histogram)));
}

#[test]
fn only_sums_are_shown() {
    for sum in 0..=20 {
        // As far apart as they can be with this sum.
        let apart: Vec<usize> = (0..5).map(|person| sum_left(sum, person)).collect();
        assert_eq!(apart.iter().sum::<usize>(), sum);
        let (apart, even) = (apart, points(5, sum));
        let three = |points: &Vec<usize>| [points.clone(), points.clone(), even.clone()];
        assert_eq!(shown(&three(&apart)), shown(&three(&even)));
    }
}

/// The answer of the person at this place if the first ones take as much of the sum as they can.
fn sum_left(sum: usize, place: usize) -> usize {
    sum.saturating_sub(4 * place).min(4)
}
